/* SPDX-License-Identifier: Apache-2.0 */
/* Pages of forms: those that are wanted, what each asks, filling them in. */
#include "modules/forms/form_parts.h"

#include "app/access.h"
#include "app/evidence.h"
#include "app/period.h"
#include "app/record_pages.h"
#include "base/words.h"
#include "record/form.h"
#include "sheet/writer.h"

const struct query forms_at = {
    .of = &form_template_type,
    .sql = "where county = $1 and place >= $2 and place < $3 and retired_on is null "
           "order by id desc limit 200",
};

const struct query fillings_of_form = {
    .of = &form_filling_type,
    .sql = "where county = $1 and template = $2 order by id desc limit 20",
};

static str form_href(struct context *cx, record_id id, const char *rest)
{
    return arena_printf(cx->arena, "/form_templates/%lld%s", (long long)id, rest);
}

static str filling_href(struct context *cx, record_id id, const char *rest)
{
    return arena_printf(cx->arena, "/form_fillings/%lld%s", (long long)id, rest);
}

static void write_text_cell(struct buf *out, const struct ui_column *column, str text)
{
    ui_cell_begin(out, column);
    html_text(out, text);
    ui_cell_end(out);
}

/* "38列中31列已有" */
static str known_words(struct context *cx, const struct form_template *form)
{
    return arena_printf(
        cx->arena, form->kind == FORM_CELLS ? _("%lld格中%lld格已有") : _("%lld列中%lld列已有"),
        (long long)form->column_count, (long long)form->known_count);
}

/* All forms */

static struct error *write_saving(struct context *cx, struct buf *out, str place)
{
    struct form_saving saving;

    TRY(forms_saved(cx, place, year_start(cx->today), cx->today, &saving));
    ui_figures_begin(out);
    ui_figure(out, (str){ 0 }, S("今年填报"),
              arena_printf(cx->arena, "%lld", (long long)saving.filling_count), S("次"),
              (str){ 0 });
    ui_figure(out, (str){ 0 }, S("今年少敲"),
              arena_printf(cx->arena, "%lld", (long long)saving.cell_count), S("格"),
              S("系统自动填好、没有再让人录入的格子"));
    ui_figures_end(out);
    return NULL;
}

struct error *forms_page(struct context *cx, const struct request *request,
                         struct response *response)
{
    struct form_template *forms;
    struct buf *out = &response->body;
    size_t count;
    str place;

    TRY(access_scope(cx, "forms.read", params_get(request->query, "place"), &place));
    response->title = S("一表通");
    ui_heading(out, response->title,
               S("上级要的表传上来一次：已经有的系统来填，没有的标出来，下回一键就好。"));
    TRY(write_saving(cx, out, place));
    TRY(query_rows(cx, &forms_at,
                   WITH(value_integer(key_county(place)), value_text(place),
                        value_text(key_end(cx->arena, place))),
                   &forms, &count));
    if (access_allows_somewhere(cx, "forms.write")) {
        ui_actions_begin(out);
        ui_button_link(out, S("/form_templates/new"), S("上传一张表"), true);
        ui_actions_end(out);
    }
    if (count == 0) {
        ui_empty(out, S("还没有上级的表。收到要填的xlsx，先传上来看看有多少是已经有的。"),
                 (str){ 0 }, (str){ 0 });
        return NULL;
    }
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        ui_task(out, form_href(cx, forms[i].id, ""), forms[i].title,
                forms[i].known_count == forms[i].column_count ? TONE_GOOD : TONE_WORKING,
                known_words(cx, &forms[i]), forms[i].issuer);
    ui_tasks_end(out);
    return NULL;
}

/* Sending one */

struct error *form_new_page(struct context *cx, const struct request *request,
                            struct response *response)
{
    const struct error *refused = request->refused;
    struct buf *out = &response->body;
    struct form_sending sending = { 0 };
    struct filled filled = { .record = &sending,
                             .typed = request->form,
                             .problems = refused == NULL ? NULL : refused->problems };

    forget(access_scope(cx, "forms.write", (str){ 0 }, &sending.place));
    response->title = S("上传一张表");
    ui_heading(out, response->title, S("空表就行，表样不会改动。"));
    if (refused != NULL)
        ui_problems(out, refused->message, refused->problems);
    ui_form_begin(out, S("/form_templates"), cx->access->form_token, true);
    ui_input(out, &(struct ui_input){ .name = "file",
                                      .label = "表格文件",
                                      .help = "xlsx，最大10 MB。",
                                      .type = "file",
                                      .accept = ".xlsx",
                                      .required = true });
    for (size_t i = 0; i < form_sending_input.count; i++)
        form_write_field(cx, out, &form_sending_input.fields[i], &filled);
    ui_form_end(out, S("上传"), S("/form_templates"));
    return NULL;
}

static const struct param *file_of(const struct request *request)
{
    for (size_t i = 0; i < request->form.count; i++)
        if (str_eq(request->form.items[i].name, S("file")))
            return &request->form.items[i];
    return NULL;
}

struct error *form_new_prepare(struct context *cx, const struct request *request,
                               struct response *response)
{
    const struct form_sending *sending = request->input;
    const struct param *file = file_of(request);
    struct form_sketch *sketch = arena_new(cx->arena, struct form_sketch);

    TRY(access_need(cx, "forms.write", sending->place));
    if (file == NULL || str_is_empty(file->value))
        return fail_field(cx, "file", "请选择一个表格文件。");
    TRY(form_sketch_read(cx, sending->place, file->value, sketch));
    response->prepared = sketch;
    return NULL;
}

static str title_of(const struct form_sending *sending, const struct param *file)
{
    str name = str_is_empty(file->file_name) ? S("上级报表") : file->file_name;

    if (!str_is_empty(str_trim(sending->title)))
        return str_trim(sending->title);
    if (str_ends(name, S(".xlsx")))
        name = str_slice(name, 0, name.length - S(".xlsx").length);
    return str_first(name, 100);
}

struct error *form_new_action(struct context *cx, const struct request *request,
                              struct response *response)
{
    const struct form_sending *sending = request->input;
    const struct param *file = file_of(request);
    struct form_template form = { .place = sending->place,
                                  .title = title_of(sending, file),
                                  .issuer = str_trim(sending->issuer) };

    TRY(form_add(cx, &form, request->prepared,
                 arena_printf(cx->arena, "%.*s.xlsx", STR_ARG(form.title)), file->value));
    response->record = form.id;
    return redirect(response, form_href(cx, form.id, ""));
}

/* What it asks */

static void add_choice(struct ui_choice *choices, size_t *count, str value, str text)
{
    choices[(*count)++] = (struct ui_choice){ value, text };
}

static struct ui_choice *source_choices(struct context *cx, const struct form_template *form,
                                        size_t *count)
{
    size_t figure_count;
    const struct figure_entry *figures = figures_all(&figure_count);
    const struct record_type *type = type_find(form->type);
    size_t fields = type == NULL ? 0 : type->shape.count;
    struct ui_choice *choices =
        arena_array(cx->arena, struct ui_choice, figure_count + fields + 8);

    *count = 0;
    add_choice(choices, count, S(""), S("没有，人工填"));
    add_choice(choices, count, S(SOURCE_ORDINAL), S("序号"));
    add_choice(choices, count, S(SOURCE_PLACE), S("填报的地方"));
    add_choice(choices, count, S(SOURCE_PERIOD), S("起止日期"));
    add_choice(choices, count, S(SOURCE_TODAY), S("填报日期"));
    add_choice(choices, count, S(SOURCE_FILLER), S("填报人"));
    for (size_t i = 0; form->kind == FORM_LIST && i < fields; i++)
        if (form_may_show(&type->shape.fields[i]))
            add_choice(choices, count,
                       arena_printf(cx->arena, "field:%s", type->shape.fields[i].name),
                       str_of(type->shape.fields[i].label));
    for (size_t i = 0; form->kind != FORM_LIST && i < figure_count; i++)
        add_choice(choices, count, arena_printf(cx->arena, "figure:%s", figures[i].figure->key),
                   str_of(figures[i].figure->label));
    return choices;
}

static str source_words(struct context *cx, const struct form_template *form, str source)
{
    size_t count;
    const struct ui_choice *choices = source_choices(cx, form, &count);

    for (size_t i = 0; i < count; i++)
        if (str_eq(choices[i].value, source))
            return words_for(choices[i].text);
    return source;
}

static void write_bindings(struct context *cx, struct buf *out,
                           const struct form_template *form,
                           const struct form_binding *bindings, size_t count)
{
    static const struct ui_column columns[] = { { .label = "格", .brief = true },
                                                { .label = "表头" },
                                                { .label = "从哪里取" } };

    ui_table_begin(out, (str){ 0 }, columns, COUNT(columns));
    for (size_t i = 0; i < count; i++) {
        ui_row_begin(out);
        write_text_cell(out, &columns[0], bindings[i].cell);
        write_text_cell(out, &columns[1], bindings[i].heading);
        ui_cell_begin(out, &columns[2]);
        if (str_is_empty(bindings[i].source))
            ui_badge(out, TONE_WAITING, S("没有，人工填"));
        else
            html_text(out, source_words(cx, form, bindings[i].source));
        ui_cell_end(out);
        ui_row_end(out);
    }
    ui_table_end(out);
}

static void write_binding_form(struct context *cx, struct buf *out,
                               const struct form_template *form,
                               const struct form_binding *bindings, size_t count)
{
    size_t choice_count;
    const struct ui_choice *choices = source_choices(cx, form, &choice_count);

    ui_fold_begin(out, "bindings", S("改各列从哪里取"), false);
    ui_form_begin(out, form_href(cx, form->id, "/bindings"), cx->access->form_token, false);
    for (size_t i = 0; i < count; i++) {
        str name = arena_printf(cx->arena, "b%lld", (long long)bindings[i].ordinal);
        str label = arena_printf(cx->arena, "%.*s %.*s", STR_ARG(bindings[i].cell),
                                 STR_ARG(str_first(bindings[i].heading, 40)));
        ui_input(out, &(struct ui_input){ .name = arena_text(cx->arena, name),
                                          .label = arena_text(cx->arena, label),
                                          .value = bindings[i].source,
                                          .choices = choices,
                                          .choice_count = choice_count });
    }
    ui_form_end(out, S("记住"), form_href(cx, form->id, ""));
    ui_fold_end(out);
}

static void write_filling_form(struct context *cx, struct buf *out,
                               const struct request *request, const struct form_template *form)
{
    struct form_days days = { .place = form->place,
                              .from_on = year_start(cx->today),
                              .to_on = cx->today };
    struct filled filled = {
        .record = &days,
        .typed = request->form,
        .problems = request->refused == NULL ? NULL : request->refused->problems,
    };

    ui_main_section_begin(out, "fill", S("填这张表"));
    ui_form_begin(out, form_href(cx, form->id, "/fill"), cx->access->form_token, false);
    for (size_t i = 0; i < form_days_input.count; i++)
        form_write_field(cx, out, &form_days_input.fields[i], &filled);
    ui_form_end(out, S("填好"), S("/form_templates"));
    ui_section_end(out);
}

static struct error *write_fillings(struct context *cx, struct buf *out,
                                    const struct form_template *form)
{
    struct form_filling *fillings;
    size_t count;

    TRY(query_rows(cx, &fillings_of_form,
                   WITH(value_integer(id_county(form->id)), value_integer(form->id)), &fillings,
                   &count));
    if (count == 0)
        return NULL;
    ui_section_begin(out, "fillings", S("填过的"));
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++) {
        if (!access_allows(cx, "forms.read", fillings[i].place))
            continue;
        ui_task(out, filling_href(cx, fillings[i].id, ""),
                arena_printf(cx->arena, "%.*s %.*s",
                             STR_ARG(place_called(cx, fillings[i].place)),
                             STR_ARG(period_words(cx, fillings[i].from_on, fillings[i].to_on))),
                fillings[i].missing_count == 0 ? TONE_GOOD : TONE_WAITING,
                arena_printf(cx->arena, _("填好%lld格，待填%lld格"),
                             (long long)fillings[i].filled_count,
                             (long long)fillings[i].missing_count),
                fillings[i].actor);
    }
    ui_tasks_end(out);
    ui_section_end(out);
    return NULL;
}

struct error *form_page(struct context *cx, const struct request *request,
                        struct response *response)
{
    struct form_template form = { 0 };
    struct form_binding *bindings;
    struct buf *out = &response->body;
    size_t count;

    TRY(record_get_for(cx, &form_template_type, request->id, "forms.read", &form));
    TRY(form_bindings(cx, form.id, &bindings, &count));
    bool may_write = access_allows(cx, "forms.write", form.place);
    response->title = form.title;
    ui_heading(out, form.title, form.issuer);
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    ui_notice(out, form.known_count == form.column_count ? TONE_GOOD : TONE_WORKING,
              known_words(cx, &form));
    if (date_is_set(form.retired_on))
        ui_notice(out, TONE_ENDED, S("这张表已经停用。"));
    else if (access_allows_somewhere(cx, "forms.write"))
        write_filling_form(cx, out, request, &form);
    ui_section_begin(out, "asked", S("要填什么"));
    write_bindings(cx, out, &form, bindings, count);
    ui_section_end(out);
    if (may_write && !date_is_set(form.retired_on)) {
        write_binding_form(cx, out, &form, bindings, count);
        ui_actions_begin(out);
        ui_confirm_button(out, form_href(cx, form.id, "/retire"), cx->access->form_token,
                          S("停用这张表"), S("停用以后不再列出，填过的记录还在。停用吗？"));
        ui_actions_end(out);
    }
    return write_fillings(cx, out, &form);
}

struct error *form_bind_action(struct context *cx, const struct request *request,
                               struct response *response)
{
    struct form_template form = { 0 };
    struct form_binding *bindings;
    size_t count;

    TRY(record_get_for(cx, &form_template_type, request->id, "forms.write", &form));
    TRY(form_bindings(cx, form.id, &bindings, &count));
    for (size_t i = 0; i < count; i++) {
        str name = arena_printf(cx->arena, "b%lld", (long long)bindings[i].ordinal);
        TRY(form_bind(cx, &form, &bindings[i],
                      params_get(request->form, arena_text(cx->arena, name))));
    }
    response->record = form.id;
    return redirect(response, form_href(cx, form.id, ""));
}

struct error *form_retire_action(struct context *cx, const struct request *request,
                                 struct response *response)
{
    TRY(form_retire(cx, request->id));
    response->record = request->id;
    return redirect(response, S("/form_templates"));
}

/* Filling */

struct error *form_fill_prepare(struct context *cx, const struct request *request,
                                struct response *response)
{
    const struct form_days *days = request->input;
    struct form_filling *filling = arena_new(cx->arena, struct form_filling);
    struct form_template form = { 0 };

    TRY(access_need(cx, "forms.write", days->place));
    TRY(record_get_for(cx, &form_template_type, request->id, "forms.read", &form));
    if (date_is_set(form.retired_on))
        return fail(cx, ERROR_CONFLICT, "这张表已经停用。");
    filling->place = days->place;
    filling->from_on = days->from_on;
    filling->to_on = days->to_on;
    TRY(form_fill(cx, &form, filling, NULL));
    response->prepared = filling;
    return NULL;
}

struct error *form_fill_action(struct context *cx, const struct request *request,
                               struct response *response)
{
    struct form_filling filling = *(const struct form_filling *)request->prepared;

    TRY(form_note_filling(cx, &filling));
    response->record = filling.id;
    return redirect(response, filling_href(cx, filling.id, ""));
}

struct error *form_filling_page(struct context *cx, const struct request *request,
                                struct response *response)
{
    struct form_filling filling = { 0 };
    struct buf *out = &response->body;

    TRY(record_get_for(cx, &form_filling_type, request->id, "forms.read", &filling));
    response->title = filling.title;
    ui_heading(out, filling.title,
               arena_printf(cx->arena, "%.*s，%.*s", STR_ARG(place_called(cx, filling.place)),
                            STR_ARG(period_words(cx, filling.from_on, filling.to_on))));
    ui_figures_begin(out);
    ui_figure(out, (str){ 0 }, S("自动填好"),
              arena_printf(cx->arena, "%lld", (long long)filling.filled_count), S("格"),
              (str){ 0 });
    ui_figure(out, (str){ 0 }, S("待填"),
              arena_printf(cx->arena, "%lld", (long long)filling.missing_count), S("格"),
              (str){ 0 });
    ui_figures_end(out);
    ui_actions_begin(out);
    ui_button_link(out, filling_href(cx, filling.id, "/file"), S("下载填好的表"), true);
    ui_button_link(out, form_href(cx, filling.template, ""), S("回到这张表"), false);
    ui_actions_end(out);
    if (filling.missing_count > 0)
        ui_notice(out, TONE_WAITING,
                  arena_printf(cx->arena, _("写着“待填”的格子要人工填：%.*s。"),
                               STR_ARG(filling.missing)));
    ui_notice(
        out, TONE_PLAIN,
        S("下载时按现在的记录重新填。身份证号、电话不自动写进表里，需要的请凭权限查看后填。"));
    return NULL;
}

struct error *form_file_page(struct context *cx, const struct request *request,
                             struct response *response)
{
    struct form_filling filling = { 0 };
    struct form_template form = { 0 };

    TRY(record_get_for(cx, &form_filling_type, request->id, "forms.read", &filling));
    TRY(store_get(cx, &form_template_type, filling.template, &form));
    TRY(form_fill(cx, &form, &filling, &response->file));
    response->bare = true;
    response->content_type = XLSX_TYPE;
    response_header(response, "Content-Disposition",
                    arena_printf(cx->arena, "attachment; filename=\"form-%lld.xlsx\"",
                                 (long long)filling.id));
    return NULL;
}
