/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forms: a label, a help, what is wrong, then the field; the field names the other two by
 * aria-describedby.
 */
#include "html/ui.h"

#include "base/error.h"

static void write_hidden(struct buf *out, const char *name, str value)
{
    html(out, "<input type='hidden' name='%s' value='%.*s'>\n", name, STR_ARG(value));
}

static void write_form_start(struct buf *out, const char *class, str action, bool uploads,
                             str lasting_title)
{
    html(out, "<form class='%s' method='post' action='%.*s'", class, STR_ARG(action));
    if (uploads)
        html(out, " enctype='multipart/form-data'");
    if (!str_is_empty(lasting_title))
        html(out, " data-lasting='%.*s'", STR_ARG(lasting_title));
    html(out, ">\n");
}

/* Filled in by the script.  A text input keeps its value when somebody comes back to the page;
 * a hidden one would not. */
static void write_uuid(struct buf *out)
{
    html(out, "<input type='text' name='uuid' value='' hidden>\n");
}

void ui_form_begin(struct buf *out, str action, str token, bool uploads)
{
    ui_lasting_form_begin(out, action, token, uploads, (str){ 0 });
}

void ui_lasting_form_begin(struct buf *out, str action, str token, bool uploads, str title)
{
    write_form_start(out, "form", action, uploads, title);
    write_hidden(out, "token", token);
    write_uuid(out);
}

void ui_form_end(struct buf *out, str submit_text, str cancel_href)
{
    ui_actions_begin(out);
    html(out, "<button class='button button-strong' type='submit'>%.*s</button>\n",
         STR_ARG(submit_text));
    if (!str_is_empty(cancel_href))
        ui_button_link(out, cancel_href, str_of(_("取消")), false);
    ui_actions_end(out);
    html(out, "</form>\n");
}

void ui_search_begin(struct buf *out, str action)
{
    html(out, "<form class='search' method='get' role='search' action='%.*s'>\n",
         STR_ARG(action));
}

void ui_search_more_begin(struct buf *out, bool open)
{
    html(out, "<details class='search-more'");
    if (open)
        html(out, " open");
    html(out, ">\n<summary>%s</summary>\n<div class='search-rest'>\n", _("更多条件"));
}

void ui_search_more_end(struct buf *out)
{
    html(out, "</div>\n</details>\n");
}

void ui_search_end(struct buf *out, str submit_text)
{
    html(out, "<button class='button button-strong' type='submit'>%.*s</button>\n</form>\n",
         STR_ARG(submit_text));
}

static void write_problem_line(struct buf *out, const struct problem *problem)
{
    if (str_is_empty(str_of(problem->field)))
        html(out, "<li>%.*s</li>\n", STR_ARG(problem->message));
    else
        html(out, "<li><a href='#f-%s'>%.*s</a></li>\n", problem->field,
             STR_ARG(problem->message));
}

void ui_problems(struct buf *out, str sentence, const struct problem *problems)
{
    html(out, "<div class='problems' role='alert' tabindex='-1'>\n<h2>%.*s</h2>\n",
         STR_ARG(sentence));
    if (problems != NULL)
        html(out, "<ul>\n");
    for (const struct problem *problem = problems; problem != NULL; problem = problem->next)
        write_problem_line(out, problem);
    if (problems != NULL)
        html(out, "</ul>\n");
    html(out, "</div>\n");
}

static bool has_problem(const struct ui_input *input)
{
    return !str_is_empty(input->problem);
}

static bool has_help(const struct ui_input *input)
{
    return !str_is_empty(str_of(input->help));
}

static bool has_type(const struct ui_input *input, const char *type)
{
    return str_eq(str_of(input->type), str_of(type));
}

/* Only one form of a page can have been refused, and the list of problems above it knows no
 * more than the names of the fields. */
static void write_id(struct buf *out, const struct ui_input *input)
{
    if (input->form != NULL && !has_problem(input))
        html(out, "f-%s-%s", input->form, input->name);
    else
        html(out, "f-%s", input->name);
}

/* Each of several choices has an id of its own; the first has that of the field. */
static void write_choice_id(struct buf *out, const struct ui_input *input, size_t which)
{
    write_id(out, input);
    if (which > 0)
        html(out, "-%zu", which);
}

static void write_described_by(struct buf *out, const struct ui_input *input)
{
    if (!has_help(input) && !has_problem(input))
        return;
    html(out, " aria-describedby='");
    if (has_help(input)) {
        write_id(out, input);
        html(out, "-help");
    }
    if (has_help(input) && has_problem(input))
        html(out, " ");
    if (has_problem(input)) {
        write_id(out, input);
        html(out, "-problem");
    }
    html(out, "'");
}

static void write_label_text(struct buf *out, const struct ui_input *input)
{
    html(out, "%s", input->label);
    if (input->required)
        html(out, "<span class='required' aria-hidden='true'>*</span>");
}

static void write_label(struct buf *out, const struct ui_input *input)
{
    html(out, "<label for='");
    write_id(out, input);
    html(out, "'>");
    write_label_text(out, input);
    html(out, "</label>\n");
}

static void write_help(struct buf *out, const struct ui_input *input)
{
    if (!has_help(input))
        return;
    html(out, "<p class='help' id='");
    write_id(out, input);
    html(out, "-help'>%s</p>\n", input->help);
}

static void write_problem(struct buf *out, const struct ui_input *input)
{
    if (!has_problem(input))
        return;
    html(out, "<p class='problem' id='");
    write_id(out, input);
    html(out, "-problem'>%.*s</p>\n", STR_ARG(input->problem));
}

static void write_text_attribute(struct buf *out, const char *name, str value)
{
    if (!str_is_empty(value))
        html(out, " %s='%.*s'", name, STR_ARG(value));
}

/* The attributes that every kind of field may have. */
static void write_common(struct buf *out, const struct ui_input *input)
{
    html(out, " id='");
    write_id(out, input);
    html(out, "' name='%s'", input->name);
    if (input->required)
        html(out, " required");
    if (has_problem(input))
        html(out, " aria-invalid='true'");
    write_described_by(out, input);
    write_text_attribute(out, "autocomplete", str_of(input->autocomplete));
    if (input->secret)
        html(out, " data-secret");
}

static void write_length(struct buf *out, const struct ui_input *input)
{
    if (input->max > 0)
        html(out, " maxlength='%d'", input->max);
}

static bool is_ticked(str value)
{
    return str_eq(value, S("1")) || str_eq(value, S("true"));
}

static void write_checkbox(struct buf *out, const struct ui_input *input)
{
    html(out, "<div class='field%s'>\n", has_problem(input) ? " field-wrong" : "");
    write_problem(out, input);
    html(out, "<div class='choice'>\n<input type='checkbox' value='1'");
    write_common(out, input);
    if (is_ticked(input->value))
        html(out, " checked");
    html(out, ">\n");
    write_label(out, input);
    html(out, "</div>\n");
    write_help(out, input);
    html(out, "</div>\n");
}

static bool is_chosen(const struct ui_input *input, const struct ui_choice *choice)
{
    return input->multiple ? str_list_has(input->value, choice->value)
                           : str_eq(input->value, choice->value);
}

static void write_choice(struct buf *out, const struct ui_input *input, size_t which,
                         const struct ui_choice *choice)
{
    html(out, "<div class='choice'>\n<input type='%s' id='",
         input->multiple ? "checkbox" : "radio");
    write_choice_id(out, input, which);
    html(out, "' name='%s' value='%.*s'", input->name, STR_ARG(choice->value));
    if (is_chosen(input, choice))
        html(out, " checked");
    if (input->required && !input->multiple)
        html(out, " required");
    html(out, ">\n<label for='");
    write_choice_id(out, input, which);
    html(out, "'>%.*s</label>\n</div>\n", STR_ARG(choice->text));
}

static bool offers(const struct ui_input *input, str value)
{
    for (size_t i = 0; i < input->choice_count; i++)
        if (str_eq(input->choices[i].value, value))
            return true;
    return false;
}

/* A radio button cannot be released, so what may stay empty has one for that. */
static void write_no_choice(struct buf *out, const struct ui_input *input)
{
    if (!input->multiple && !input->required && !offers(input, S("")))
        write_choice(out, input, input->choice_count,
                     &(struct ui_choice){ .text = str_of(_("不填")) });
}

static void write_choices(struct buf *out, const struct ui_input *input)
{
    html(out, "<fieldset class='field%s'", has_problem(input) ? " field-wrong" : "");
    write_described_by(out, input);
    html(out, ">\n<legend>");
    write_label_text(out, input);
    html(out, "</legend>\n");
    write_help(out, input);
    write_problem(out, input);
    html(out, "<div class='choices'>\n");
    for (size_t i = 0; i < input->choice_count; i++)
        write_choice(out, input, i, &input->choices[i]);
    write_no_choice(out, input);
    html(out, "</div>\n</fieldset>\n");
}

static void write_option(struct buf *out, str value, str text, bool selected)
{
    html(out, "<option value='%.*s'", STR_ARG(value));
    if (selected)
        html(out, " selected");
    html(out, ">%.*s</option>\n", STR_ARG(text));
}

static void write_select(struct buf *out, const struct ui_input *input)
{
    html(out, "<select");
    write_common(out, input);
    if (input->proposed_from != NULL)
        html(out, " data-propose='%.*s' data-propose-from='%s'", STR_ARG(input->suggest),
             input->proposed_from);
    html(out, ">\n");
    if (!offers(input, S("")))
        write_option(out, S(""), str_of(_("请选择")), str_is_empty(input->value));
    for (size_t i = 0; i < input->choice_count; i++)
        write_option(out, input->choices[i].value, input->choices[i].text,
                     is_chosen(input, &input->choices[i]));
    if (!str_is_empty(input->value) && !offers(input, input->value))
        write_option(out, input->value, input->value, true);
    html(out, "</select>\n");
}

/* A browser drops the first line end of a textarea, so it gets one to drop. */
static void write_lines(struct buf *out, const struct ui_input *input)
{
    html(out, "<textarea rows='4'");
    write_common(out, input);
    write_length(out, input);
    html(out, ">\n");
    html_text(out, input->value);
    html(out, "</textarea>\n");
}

static void write_file(struct buf *out, const struct ui_input *input)
{
    html(out, "<input type='file'");
    write_common(out, input);
    write_text_attribute(out, "accept", str_of(input->accept));
    if (input->multiple)
        html(out, " multiple");
    html(out, ">\n");
}

/* A number field of browsers changes by the wheel, rounds and knows 1e5; a text field that
 * opens the number keys does not. */
static void write_type(struct buf *out, const struct ui_input *input)
{
    if (has_type(input, "number"))
        html(out, " type='text' inputmode='decimal'");
    else
        html(out, " type='%s'", input->type == NULL ? "text" : input->type);
}

static bool is_typed_text(const struct ui_input *input)
{
    return !has_type(input, "date") && !has_type(input, "datetime-local");
}

static void write_suggest(struct buf *out, const struct ui_input *input)
{
    write_text_attribute(out, "data-suggest", input->suggest);
    if (!str_is_empty(input->suggest) && input->autocomplete == NULL)
        html(out, " autocomplete='off'");
}

static void write_line(struct buf *out, const struct ui_input *input)
{
    html(out, "<input");
    write_type(out, input);
    write_common(out, input);
    if (is_typed_text(input))
        write_length(out, input);
    write_suggest(out, input);
    if (!has_type(input, "password"))
        write_text_attribute(out, "value", input->value);
    html(out, ">\n");
    if (!str_is_empty(input->suggest))
        html(out, "<p class='shown'>%.*s</p>\n", STR_ARG(input->shown));
}

static void write_control(struct buf *out, const struct ui_input *input)
{
    if (input->lines)
        write_lines(out, input);
    else if (input->choice_count > 0)
        write_select(out, input);
    else if (has_type(input, "file"))
        write_file(out, input);
    else
        write_line(out, input);
}

static void write_field(struct buf *out, const struct ui_input *input)
{
    html(out, "<div class='field%s'>\n", has_problem(input) ? " field-wrong" : "");
    write_label(out, input);
    write_help(out, input);
    write_problem(out, input);
    write_control(out, input);
    html(out, "</div>\n");
}

static bool is_group(const struct ui_input *input)
{
    return input->choice_count > 0 && (input->radios || input->multiple);
}

void ui_input(struct buf *out, const struct ui_input *input)
{
    if (has_type(input, "hidden"))
        write_hidden(out, input->name, input->value);
    else if (is_group(input))
        write_choices(out, input);
    else if (input->checkbox)
        write_checkbox(out, input);
    else
        write_field(out, input);
}

static void write_button_form(struct buf *out, str action, str token)
{
    write_form_start(out, "button-form", action, false, (str){ 0 });
    write_hidden(out, "token", token);
    write_uuid(out);
}

void ui_button(struct buf *out, str action, str token, str text, bool strong)
{
    write_button_form(out, action, token);
    html(out, "<button class='button%s' type='submit'>%.*s</button>\n</form>\n",
         strong ? " button-strong" : "", STR_ARG(text));
}

static void write_question(struct buf *out, const char *class, str text, str question)
{
    html(out, "<button class='%s' type='submit' data-confirm='%.*s'>%.*s</button>\n</form>\n",
         class, STR_ARG(question), STR_ARG(text));
}

void ui_confirm_button(struct buf *out, str action, str token, str text, str question)
{
    write_button_form(out, action, token);
    write_question(out, "button button-grave", text, question);
}

void ui_asking_button(struct buf *out, str action, str token, str text, str question)
{
    write_button_form(out, action, token);
    write_question(out, "button", text, question);
}
