/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts that pages are made of.  They own all class names, labels and keyboard behaviour;
 * modules rarely write tags.
 *
 * All of them write into a buf.  Texts are escaped.  Links are paths of this site.
 */
#ifndef HTML_UI_H
#define HTML_UI_H

#include "html/html.h"

/* The colour and the mark that go with a state.  The word always stands beside it. */
enum tone { TONE_PLAIN, TONE_WAITING, TONE_WORKING, TONE_GOOD, TONE_LATE, TONE_ENDED };

struct ui_link {
    str href;
    str text;
    str note; /* a smaller text beside it, may be empty */
    bool current;
    const char *icon; /* a name in assets/icons.svg, for the main menu; may be NULL */
    str group;        /* in the main menu: what it is folded under; may be empty */
};

/* Heading of a page with a line below it (may be empty). */
void ui_heading(struct buf *out, str title, str note);

/* A section: heading of second level and an id to jump to.  On the page it is a card; what
 * stands outside of sections makes a card of its own. */
void ui_section_begin(struct buf *out, const char *id, str title);
void ui_section_end(struct buf *out);

/* The section with the main thing to do on a page; it stands out. */
void ui_main_section_begin(struct buf *out, const char *id, str title);

void ui_badge(struct buf *out, enum tone tone, str text);

/* Facts: a list of names with values.  The value's content is written between begin and end.
 * ui_fact leaves out what is empty and keeps the lines of a long text. */
void ui_facts_begin(struct buf *out);
void ui_fact(struct buf *out, const char *name, str value);
void ui_fact_begin(struct buf *out, const char *name);
void ui_fact_end(struct buf *out);
/* Room to write by hand on paper: a signature. */
void ui_fact_by_hand(struct buf *out, const char *name);
void ui_facts_end(struct buf *out);

/* A table that becomes cards on a narrow screen.  Cells are written between begin and end, in
 * the order of the columns.  On a card the first cell is the heading and each other cell has
 * its label before it; empty cells are left out there. */
struct ui_column {
    const char *label;
    bool number;   /* right-aligned */
    bool brief;    /* a date or a state: stands in one line */
    bool wide;     /* sentences: others make room for it */
    str sort_href; /* makes the heading a link, may be empty */
    int sorted;    /* 1 ascending, -1 descending, 0 not by this */
};

void ui_table_begin(struct buf *out, str caption, const struct ui_column *columns,
                    size_t count);
void ui_row_begin(struct buf *out);
void ui_cell_begin(struct buf *out, const struct ui_column *column);
void ui_cell_end(struct buf *out);
void ui_row_end(struct buf *out);
void ui_table_end(struct buf *out);

/* A cell whose ground says how large its number is beside the others of its column, from 0
 * (none) to UI_SHADES.  The number says it too. */
enum { UI_SHADES = 4 };
void ui_shaded_cell_begin(struct buf *out, const struct ui_column *column, int shade);

/* A picture of a table.  Between begin and end stands one table, whose first column names the
 * categories and whose other columns are series; the script draws it and folds the table away,
 * without script there is the table.  Pages with charts set the response's script to chart.js.
 */
enum ui_chart { UI_LINES, UI_BARS };
void ui_chart_begin(struct buf *out, enum ui_chart kind, str title);
void ui_chart_end(struct buf *out);

/* Places beside each other as in their list: each tile has a name, a number and its shade, and
 * leads to the place (href may be empty). */
void ui_tiles_begin(struct buf *out);
void ui_tile(struct buf *out, str href, str name, str number, int shade);
void ui_tiles_end(struct buf *out);

/* A picture of places, and after ui_beside_next its table: beside each other at a desk. */
void ui_beside_begin(struct buf *out);
void ui_beside_next(struct buf *out);
void ui_beside_end(struct buf *out);

/* A list of what waits for somebody: each line is one link with its state and a smaller text
 * below, such as the place and the deadline.  The state may be empty. */
void ui_tasks_begin(struct buf *out);
void ui_task(struct buf *out, str href, str title, enum tone tone, str state, str note);
void ui_tasks_end(struct buf *out);

/* What is said instead of an empty list, with one thing to do (href may be empty). */
void ui_empty(struct buf *out, str sentence, str href, str action);

/* Before and after; an empty href is left out. */
void ui_pager(struct buf *out, str newer_href, str older_href, str count_text);

/* Links as tabs, or as a vertical list.  The label names the group for those who do not see
 * it.  The note of a tab is its count. */
void ui_tabs(struct buf *out, str label, const struct ui_link *links, size_t count);
void ui_menu(struct buf *out, str label, const struct ui_link *links, size_t count);

/* A number with its name and unit that leads to the records behind it (href may be empty). */
void ui_figures_begin(struct buf *out);
void ui_figure(struct buf *out, str href, str name, str number, str unit, str note);
void ui_figures_end(struct buf *out);

/* Forms are sent by POST with two hidden fields: token, the form token of the session, and
 * uuid, which is empty here.  The script fills uuid in, so that the server can answer a
 * repeated submission with the first result; without script there is no such protection. */
void ui_form_begin(struct buf *out, str action, str token, bool uploads);

/* A form that need not be sent at once: without network the script keeps it in the outbox of
 * this phone under that title, with what was typed, and sends it later. */
void ui_lasting_form_begin(struct buf *out, str action, str token, bool uploads, str title);
void ui_form_end(struct buf *out, str submit_text, str cancel_href);

/* A form that only asks to look: GET. */
void ui_search_begin(struct buf *out, str action);
/* The rest of its conditions, folded away unless one of them is in use. */
void ui_search_more_begin(struct buf *out, bool open);
void ui_search_more_end(struct buf *out);

void ui_search_end(struct buf *out, str submit_text);

/* What is wrong, on top of a form, each linked to its field (see base/error.h).  A problem of
 * no field of its own has the field NULL or "". */
struct problem;
void ui_problems(struct buf *out, str sentence, const struct problem *problems);

struct ui_choice {
    str value;
    str text;
};

/* One field of a form.  Everything but name and label may be empty.
 *
 * A checkbox sends 1; its value is 1 or true when it is ticked.  With choices and multiple it
 * is a group of checkboxes, and value is the list of those ticked, separated by commas or
 * spaces.  A drop-down begins with an empty line unless there is a choice with an empty value;
 * a value that is no longer among the choices is kept.  Radio buttons that are not required end
 * with one for no answer.  The value of a password is not shown.
 *
 * A page with several forms names each by form, so that a label never belongs to two fields
 * with the same name. */
struct ui_input {
    const char *name;
    const char *label;
    const char *help;
    const char
        *type; /* text, tel, number, date, datetime-local, password, search, hidden, file */
    str value;
    str problem;
    bool required;
    bool lines; /* a textarea */
    int max;    /* characters */
    const struct ui_choice *choices;
    size_t choice_count;
    bool radios; /* choices as radio buttons instead of a drop-down */
    bool checkbox;
    str suggest; /* address that answers [{"value", "text"}] to ?q=, for the script */
    /* Of a choice that may stay empty: the text field whose words are sent there; the first
     * answer is shown below them. */
    const char *proposed_from;
    str shown; /* what a value from suggestions means: the name of the person, the place */
    const char *autocomplete;
    const char *accept; /* of a file: types and endings, ".pdf,.jpg" */
    bool multiple;      /* several files, or several of the choices */
    const char *form;
    bool secret; /* what is typed is not kept in drafts */
};

void ui_input(struct buf *out, const struct ui_input *input);

/* A button that changes something: a form of its own with the token. */
void ui_button(struct buf *out, str action, str token, str text, bool strong);

/* The same for what cannot be taken back: the script asks the question first. */
void ui_confirm_button(struct buf *out, str action, str token, str text, str question);

/* The same for what wants a moment's thought but harms nothing. */
void ui_asking_button(struct buf *out, str action, str token, str text, str question);

/* A link that looks like a button. */
void ui_button_link(struct buf *out, str href, str text, bool strong);

/* A button that prints the page; without script it is not there. */
void ui_print_button(struct buf *out, str text);

/* A row for buttons and links that look like buttons. */
void ui_actions_begin(struct buf *out);
void ui_actions_end(struct buf *out);

/* Something folded away that opens by a click: for the forms of steps. */
void ui_fold_begin(struct buf *out, const char *id, str title, bool open);
void ui_fold_end(struct buf *out);

/* The steps of something longer, in order: those before current are done, current (from 0) is
 * at hand, the others are to come. */
void ui_steps(struct buf *out, const char *const *steps, size_t count, size_t current);

/* What happened, newest last.  Who and note may be empty; a note keeps its lines. */
void ui_timeline_begin(struct buf *out);
void ui_timeline_item(struct buf *out, str when, str what, str who, str note, enum tone tone);
void ui_timeline_end(struct buf *out);

/* A sentence in a box: what was done, what to mind, what is late. */
void ui_notice(struct buf *out, enum tone tone, str sentence);

/* The path to this page: places above, or lists.  One without href is not a link. */
void ui_crumbs(struct buf *out, const struct ui_link *links, size_t count);

/* A share as a bar with its words, "433/435 99.5%".  Without a whole there is no bar. */
void ui_share(struct buf *out, str name, int64_t part, int64_t whole);

/* A QR code as inline SVG with a text below it that says what it opens.  Content that is too
 * long for a code (2,331 bytes) is left out, the text stays. */
void ui_qr(struct buf *out, str content, str text);

#endif
