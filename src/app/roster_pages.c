/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Importing a table in the browser: sending it, saying which column is what, looking at what
 * would become of each row, importing, undoing.
 *
 * The table lies in a folder beside the database, readable by its owner only, until a day has
 * passed: it may hold numbers that the database only keeps sealed.
 */
#include "app/access.h"
#include "app/app.h"
#include "app/own_modules.h"
#include "app/record_pages.h"
#include "app/roster_parts.h"
#include "base/hash.h"
#include "base/words.h"
#include "record/form.h"
#include "record/match.h"

#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    PREVIEW_ROWS = 8,
    PROBLEMS_SHOWN = 100,
    CHANGES_SHOWN = 50,
    UPLOADS_SHOWN = 20,
    KEPT_HOURS = 24,
    PART_BYTES = 8, /* of the name of a file that is being written */
};

/* A table that somebody sent. */
struct roster_upload {
    record_id id;
    int64_t version;
    str place;
    record_id account;
    str type;
    str title; /* the name of the file */
    str digest;
    int64_t sheet;
    str mapping;
    record_id import; /* once it was started */
    instant sent_at;
    bool forgotten; /* the file is gone */
    int64_t wrong;  /* rows that were left out when it was started */
};

static const struct field upload_fields[] = {
    { PLACE(roster_upload, place), .label = "地点" },
    { REF(roster_upload, account), .label = "账号", .target = "account", .indexed = true },
    { TEXT(roster_upload, type), .label = "记录类型" },
    { TEXT(roster_upload, title), .label = "文件", .max = 200 },
    { TEXT(roster_upload, digest), .label = "校验码", .indexed = true },
    { INTEGER(roster_upload, sheet), .label = "工作表" },
    { TEXT(roster_upload, mapping), .label = "各列对应", .max = 8000 },
    { REF(roster_upload, import), .label = "导入", .target = "import" },
    { INSTANT(roster_upload, sent_at), .label = "上传时间" },
    { BOOLEAN(roster_upload, forgotten), .label = "文件已删" },
    { INTEGER(roster_upload, wrong), .label = "有错的行" },
};

const struct record_type roster_upload_type = {
    .name = "roster_upload",
    .table = "roster_uploads",
    .title = "上传的表格",
    .shape = { SHAPE(roster_upload, upload_fields) },
    .place = "place",
    .called = "title",
    .unlogged = true,
};

/* Which rosters, for whom */

static const char *needs_of(const struct roster *roster)
{
    return roster->needs != NULL ? roster->needs : roster->type->writes;
}

static struct error *find_roster(struct context *cx, str type_name,
                                 const struct roster **roster)
{
    *roster = roster_find(cx, type_name);
    if (*roster == NULL || (*roster)->type->place == NULL)
        return fail(cx, ERROR_NOT_FOUND, "没有这种可以导入的表格。");
    if (!access_allows_somewhere(cx, needs_of(*roster)))
        return access_need(cx, needs_of(*roster), (str){ 0 });
    return NULL;
}

static str blank_href(struct context *cx, const struct roster *roster)
{
    return arena_printf(cx->arena, "/rosters/blank?type=%s", roster->type->name);
}

static str new_href(struct context *cx, const struct roster *roster)
{
    return arena_printf(cx->arena, "/rosters/new?type=%s", roster->type->name);
}

static void write_text_cell(struct buf *out, const struct ui_column *column, str text)
{
    ui_cell_begin(out, column);
    html_text(out, text);
    ui_cell_end(out);
}

static void write_link_cell(struct buf *out, const struct ui_column *column, str href, str text)
{
    ui_cell_begin(out, column);
    html(out, "<a href='%.*s'>%.*s</a>", STR_ARG(href), STR_ARG(text));
    ui_cell_end(out);
}

static void write_roster(struct context *cx, struct buf *out, const struct roster *roster,
                         const struct ui_column *columns)
{
    if (!access_allows_somewhere(cx, needs_of(roster)))
        return;
    ui_row_begin(out);
    write_text_cell(out, &columns[0], str_of(roster->title));
    write_link_cell(out, &columns[1], new_href(cx, roster), S("导入"));
    write_link_cell(out, &columns[2], blank_href(cx, roster), S("下载空白表"));
    ui_row_end(out);
}

static void write_rosters(struct context *cx, struct buf *out)
{
    static const struct ui_column columns[] = { { .label = "表格" },
                                                { .label = "导入" },
                                                { .label = "空白表" } };

    ui_table_begin(out, S("可以导入的表格"), columns, COUNT(columns));
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        for (const struct roster *const *roster = (*module)->rosters;
             roster != NULL && *roster != NULL; roster++)
            write_roster(cx, out, *roster, columns);
    ui_table_end(out);
}

/* What was sent */

const struct query uploads_of_account = {
    .of = &roster_upload_type,
    .sql = "where account = $1 order by id desc limit 20",
};

static str upload_href(struct context *cx, record_id id, const char *rest)
{
    return arena_printf(cx->arena, "/rosters/%lld%s", (long long)id, rest);
}

static const struct choice *state_of(const struct import_run *run)
{
    return field_choice(shape_field(&import_type.shape, S("state")), run);
}

static struct error *write_upload(struct context *cx, struct buf *out,
                                  const struct roster_upload *upload)
{
    struct import_run run = { 0 };
    struct buf when = { .arena = cx->arena };
    bool found = false;

    if (upload->import != 0)
        TRY(store_find(cx, &import_type, upload->import, &run, &found));
    instant_show(upload->sent_at, cx->today, &when);
    ui_task(out, upload_href(cx, upload->id, found ? "/result" : ""), upload->title,
            found ? state_of(&run)->tone : TONE_PLAIN,
            found               ? str_of(state_of(&run)->label)
            : upload->forgotten ? S("已过期")
                                : S("还没有导入"),
            buf_str(&when));
    return NULL;
}

static struct error *write_uploads(struct context *cx, struct buf *out)
{
    struct roster_upload *uploads;
    size_t count;

    TRY(query_rows(cx, &uploads_of_account, WITH(value_integer(cx->access->account)), &uploads,
                   &count));
    if (count == 0)
        return NULL;
    ui_section_begin(out, "uploads", S("我最近上传的"));
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        TRY(write_upload(cx, out, &uploads[i]));
    ui_tasks_end(out);
    ui_section_end(out);
    return NULL;
}

static struct error *rosters_page(struct context *cx, const struct request *request,
                                  struct response *response)
{
    struct buf *out = &response->body;

    (void)request;
    response->title = S("导入表格");
    ui_heading(out, response->title, S("手里的花名册、台账原样传上来，表头由系统认。"));
    write_rosters(cx, out);
    return write_uploads(cx, out);
}

static struct error *blank_page(struct context *cx, const struct request *request,
                                struct response *response)
{
    const struct roster *roster;

    TRY(find_roster(cx, request_param(request, "type"), &roster));
    TRY(roster_write_blank(cx, roster, &response->file));
    response->bare = true;
    response->content_type = export_media_type(EXPORT_XLSX);
    response_header(
        response, "Content-Disposition",
        arena_printf(cx->arena, "attachment; filename=\"%s.xlsx\"", roster->type->table));
    return NULL;
}

/* Sending */

struct sending {
    str type;
    str place;
};

static const struct field sending_fields[] = {
    { TEXT(sending, type), .label = "表格", .required = true, .max = 60 },
    { PLACE(sending, place), .label = "这张表是哪里的", .required = true,
      .help = "填村的名称；一张表里有几个村的，填镇。" },
};

static const struct shape sending_input = { SHAPE(sending, sending_fields) };

static str own_place(struct context *cx, const struct roster *roster)
{
    str place = { 0 };

    forget(access_scope(cx, needs_of(roster), (str){ 0 }, &place));
    return place;
}

static void write_sending_form(struct context *cx, const struct request *request,
                               const struct roster *roster, struct buf *out)
{
    const struct error *refused = request->refused;
    str place = refused != NULL ? params_get(request->form, "place") : own_place(cx, roster);

    ui_form_begin(out, S("/rosters"), cx->access->form_token, true);
    ui_input(out, &(struct ui_input){
                      .name = "type", .type = "hidden", .value = str_of(roster->type->name) });
    form_write_place(cx, out,
                     (struct ui_input){ .name = "place",
                                        .label = sending_fields[1].label,
                                        .help = sending_fields[1].help,
                                        .value = place,
                                        .required = true });
    ui_input(out,
             &(struct ui_input){ .name = "file",
                                 .label = "表格文件",
                                 .help = "xlsx或CSV，最大128 MB。不用改表头，先传上来看看。",
                                 .type = "file",
                                 .accept = ".xlsx,.csv,.txt,.tsv",
                                 .required = true });
    ui_form_end(out, S("上传"), S("/rosters"));
}

static struct error *sending_page(struct context *cx, const struct request *request,
                                  struct response *response)
{
    const struct roster *roster;
    struct buf *out = &response->body;

    TRY(find_roster(cx, request_param(request, "type"), &roster));
    response->title = arena_printf(cx->arena, _("导入%s"), words_said(roster->title));
    ui_heading(out, response->title, (str){ 0 });
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    write_sending_form(cx, request, roster, out);
    ui_actions_begin(out);
    ui_button_link(out, blank_href(cx, roster), S("下载空白表"), false);
    ui_actions_end(out);
    return NULL;
}

static const struct param *file_of(const struct request *request)
{
    for (size_t i = 0; i < request->form.count; i++)
        if (str_eq(request->form.items[i].name, S("file")))
            return &request->form.items[i];
    return NULL;
}

static const char *folder_of(struct context *cx)
{
    return path_join(cx, cx->app->folder, "rosters");
}

static const char *path_of(struct context *cx, str digest)
{
    return path_join(cx, folder_of(cx), arena_text(cx->arena, digest));
}

/* Under its name when it is whole: a large one takes a while. */
static struct error *keep_file(struct context *cx, str digest, str bytes)
{
    const char *path = path_of(cx, digest);
    str part_name =
        arena_printf(cx->arena, "%s-%.*s", path, STR_ARG(random_hex(cx->arena, PART_BYTES)));
    const char *part = arena_text(cx->arena, part_name);

    if (path_exists(path))
        return NULL;
    TRY(folder_make_above(cx, path));
    TRY(file_write(cx, part, bytes));
    if (rename(part, path) != 0)
        return file_error(cx, "写不了", path);
    return NULL;
}

/* Before a large table comes: whether it is one that this person may import somewhere. */
static struct error *sending_admit(struct context *cx, const struct request *request,
                                   struct response *response)
{
    const struct roster *roster;

    (void)response;
    return find_roster(cx, params_get(request->form, "type"), &roster);
}

static struct error *sending_prepare(struct context *cx, const struct request *request,
                                     struct response *response)
{
    const struct sending *sending = request->input;
    const struct param *file = file_of(request);
    struct roster_upload *upload = arena_new(cx->arena, struct roster_upload);
    const struct roster *roster;
    struct roster_job job;

    TRY(find_roster(cx, sending->type, &roster));
    TRY(access_need(cx, needs_of(roster), sending->place));
    if (file == NULL || str_is_empty(file->value))
        return fail_field(cx, "file", "请选择一个表格文件。");
    TRY(roster_open(cx, roster, sending->place, file->value, SIZE_MAX, &job));
    *upload = (struct roster_upload){
        .place = sending->place,
        .account = cx->access->account,
        .type = sending->type,
        .title = str_first(str_is_empty(file->file_name) ? S("表格") : file->file_name, 100),
        .digest = digest_hex(cx->arena, file->value),
        .sheet = (int64_t)job.sheet,
        .mapping = roster_mapping(cx, &job),
        .sent_at = cx->now,
    };
    TRY(keep_file(cx, upload->digest, file->value));
    response->prepared = upload;
    return NULL;
}

static struct error *sending_action(struct context *cx, const struct request *request,
                                    struct response *response)
{
    struct roster_upload *upload = arena_new(cx->arena, struct roster_upload);

    *upload = *(const struct roster_upload *)request->prepared;
    TRY(store_insert(cx, &roster_upload_type, upload));
    response->record = upload->id;
    return redirect(response, upload_href(cx, upload->id, ""));
}

/* Opening what was sent */

struct opened {
    struct roster_upload upload;
    str bytes;
    const struct roster *roster;
    struct roster_job job;
    const struct book_sheet *sheets; /* of a book with several */
    size_t sheet_count;
};

static struct error *get_upload(struct context *cx, record_id id, struct roster_upload *upload,
                                const struct roster **roster)
{
    bool found;

    TRY(store_find(cx, &roster_upload_type, id, upload, &found));
    if (!found || (!cx->access->is_system && upload->account != cx->access->account))
        return fail(cx, ERROR_NOT_FOUND, "没有找到这份上传的表格，可能不是您上传的。");
    TRY(find_roster(cx, upload->type, roster));
    return access_need(cx, needs_of(*roster), upload->place);
}

static struct error *list_sheets(struct context *cx, str bytes, struct opened *opened)
{
    CLEANUP(book_close) struct sheet_book *book = NULL;

    TRY(book_open(cx, bytes, &book));
    const struct book_sheet *sheets = book_sheets(book, &opened->sheet_count);
    struct book_sheet *kept = arena_array(cx->arena, struct book_sheet, opened->sheet_count);
    for (size_t i = 0; i < opened->sheet_count; i++)
        kept[i] =
            (struct book_sheet){ arena_copy(cx->arena, sheets[i].name), sheets[i].hidden };
    opened->sheets = kept;
    return NULL;
}

/* The table is not looked into any more; what was read of it stays in the arena. */
static void close_upload(struct opened **opened)
{
    file_unmap(&(*opened)->bytes);
}

static struct error *open_upload(struct context *cx, record_id id, struct opened *opened)
{
    TRY(get_upload(cx, id, &opened->upload, &opened->roster));
    if (opened->upload.forgotten || !path_exists(path_of(cx, opened->upload.digest)))
        return fail(cx, ERROR_NOT_FOUND, "上传的表格只保留一天，已经删了。请再传一次。");
    TRY(file_map(cx, path_of(cx, opened->upload.digest), BOOK_BYTES_MAX, &opened->bytes));
    TRY(list_sheets(cx, opened->bytes, opened));
    TRY(roster_open(cx, opened->roster, opened->upload.place, opened->bytes,
                    (size_t)opened->upload.sheet, &opened->job));
    return roster_map(cx, &opened->job, opened->upload.mapping);
}

/* Which column is what */

static const char *mapped_name(const struct roster_column *column)
{
    if (column->field != NULL)
        return column->field->name;
    return column->extra != NULL ? column->extra->name : "";
}

static struct ui_choice *field_choices(struct context *cx, const struct roster *roster,
                                       size_t *count)
{
    const struct shape *shape = &roster->type->shape;
    struct ui_choice *choices = arena_array(cx->arena, struct ui_choice, shape->count + 20);

    *count = 0;
    choices[(*count)++] = (struct ui_choice){ S(""), S("不导入这一列") };
    for (const struct roster_extra *extra = roster->extras;
         extra != NULL && extra->name != NULL; extra++)
        choices[(*count)++] = (struct ui_choice){ str_of(extra->name), str_of(extra->label) };
    for (size_t i = 0; i < shape->count; i++)
        if (!shape->fields[i].hidden && !shape->fields[i].read_only)
            choices[(*count)++] = (struct ui_choice){ str_of(shape->fields[i].name),
                                                      str_of(shape->fields[i].label) };
    return choices;
}

/* The table is theirs, but a page lies open: of a long number the middle is hidden. */
static str guarded(struct context *cx, str text)
{
    size_t digits = 0;

    for (size_t i = 0; i < text.length; i++)
        digits += text.data[i] >= '0' && text.data[i] <= '9';
    if (digits < 11 || text.length > 24)
        return text;
    return arena_printf(cx->arena, "%.*s****%.*s", STR_ARG(str_slice(text, 0, 3)),
                        STR_ARG(str_slice(text, text.length - 4, text.length)));
}

static str samples_of(struct context *cx, const struct roster_column *column)
{
    struct buf out = { .arena = cx->arena };

    if (column->hidden)
        buf_add(&out, words_for(S("表格里隐藏的列。")));
    for (size_t i = 0; i < ROSTER_SAMPLES; i++)
        if (!str_is_empty(column->samples[i]))
            buf_printf(&out, "%s%.*s", i > 0 ? "、" : "",
                       STR_ARG(guarded(cx, str_first(column->samples[i], 20))));
    return buf_str(&out);
}

static void write_column_input(struct context *cx, struct buf *out,
                               const struct roster_column *column,
                               const struct ui_choice *choices, size_t count)
{
    str name = arena_printf(cx->arena, "c%zu", column->number);
    str heading = str_is_empty(column->heading)
                      ? arena_printf(cx->arena, _("第%zu列（没有表头）"), column->number + 1)
                      : column->heading;
    str samples = samples_of(cx, column);

    ui_input(out, &(struct ui_input){ .name = arena_text(cx->arena, name),
                                      .label = arena_text(cx->arena, heading),
                                      .help = arena_text(cx->arena, samples),
                                      .value = str_of(mapped_name(column)),
                                      .choices = choices,
                                      .choice_count = count });
}

static void write_sheet_input(struct context *cx, struct buf *out, const struct opened *opened)
{
    struct ui_choice *choices = arena_array(cx->arena, struct ui_choice, opened->sheet_count);

    if (opened->sheet_count < 2)
        return;
    for (size_t i = 0; i < opened->sheet_count; i++)
        choices[i] =
            (struct ui_choice){ arena_printf(cx->arena, "%zu", i), opened->sheets[i].name };
    ui_input(out, &(struct ui_input){
                      .name = "sheet",
                      .label = "工作表",
                      .help = "换一张工作表后，各列会重新对应。",
                      .value = arena_printf(cx->arena, "%lld", (long long)opened->upload.sheet),
                      .choices = choices,
                      .choice_count = opened->sheet_count,
                      .required = true });
}

static void write_mapping_form(struct context *cx, struct buf *out, const struct opened *opened)
{
    size_t count;
    struct ui_choice *choices = field_choices(cx, opened->roster, &count);

    ui_section_begin(out, "columns", S("各列是什么"));
    ui_form_begin(out, upload_href(cx, opened->upload.id, "/columns"), cx->access->form_token,
                  false);
    write_sheet_input(cx, out, opened);
    for (size_t i = 0; i < opened->job.column_count; i++)
        write_column_input(cx, out, &opened->job.columns[i], choices, count);
    ui_form_end(out, S("对好了，核对全部行"), S("/rosters"));
    ui_section_end(out);
}

/* The first rows as they would be kept */

/* On a card it is the heading. */
static str line_text(struct context *cx, int64_t line)
{
    return arena_printf(cx->arena, _("第%lld行"), (long long)line);
}

struct preview {
    struct buf *out;
    struct ui_column *columns;
    const struct field **fields;
    size_t count;
    size_t rows;
};

/* The reasons come first: a row has more cells than fit beside each other. */
static void choose_columns(struct context *cx, const struct opened *opened,
                           struct preview *preview)
{
    const struct shape *shape = &opened->roster->type->shape;

    preview->columns = arena_array(cx->arena, struct ui_column, shape->count + 2);
    preview->fields = arena_array(cx->arena, const struct field *, shape->count);
    preview->columns[0] = (struct ui_column){ .label = "行", .brief = true };
    preview->columns[1] = (struct ui_column){ .label = "哪里不对", .wide = true };
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        bool is_mapped = field->listed && !field->read_only && !field->hidden;
        for (size_t j = 0; j < opened->job.column_count; j++)
            is_mapped = is_mapped || opened->job.columns[j].field == field;
        if (!is_mapped)
            continue;
        preview->fields[preview->count] = field;
        preview->columns[++preview->count + 1] =
            (struct ui_column){ .label = field->label, .brief = field->kind == &kind_date };
    }
}

static struct error *preview_row(struct context *cx, struct roster_row *row, void *closure)
{
    struct preview *preview = closure;
    struct buf *out = preview->out;

    ui_row_begin(out);
    write_text_cell(out, &preview->columns[0], line_text(cx, row->sheet->number));
    write_text_cell(out, &preview->columns[1], roster_reasons(cx, row));
    for (size_t i = 0; i < preview->count; i++)
        write_text_cell(out, &preview->columns[i + 2],
                        field_is_set(preview->fields[i], row->record)
                            ? field_shown(cx, preview->fields[i], row->record)
                            : (str){ 0 });
    ui_row_end(out);
    return ++preview->rows < PREVIEW_ROWS ? NULL : &sheet_enough;
}

/* Rows are written into memory of their own, for that of a row is taken back. */
static struct error *write_preview(struct context *cx, struct buf *out, struct opened *opened)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(16 << 20);
    struct buf rows = { .arena = arena };
    struct preview preview = { .out = &rows };

    choose_columns(cx, opened, &preview);
    ui_table_begin(&rows, (str){ 0 }, preview.columns, preview.count + 2);
    TRY(roster_walk(cx, &opened->job, preview_row, &preview));
    ui_table_end(&rows);
    ui_section_begin(out, "preview", S("前几行会存成这样"));
    if (preview.rows > 0)
        buf_add(out, buf_str(&rows));
    else
        ui_empty(out, S("表头下面没有可以导入的行。"), (str){ 0 }, (str){ 0 });
    ui_section_end(out);
    return NULL;
}

static struct error *say_if_twice(struct context *cx, struct buf *out,
                                  const struct roster_upload *upload)
{
    struct import_run run = { 0 };
    struct buf when = { .arena = cx->arena };
    bool found;

    TRY(import_find_digest(cx, upload->type, upload->digest, &run, &found));
    if (!found)
        return NULL;
    instant_show(run.began_at, cx->today, &when);
    ui_notice(out, TONE_WAITING,
              arena_printf(cx->arena,
                           _("这个文件在%.*s已经导入过，新增了%lld条。再导一次，"
                             "没有变化的行不会重复。"),
                           STR_ARG(buf_str(&when)), (long long)run.added));
    return NULL;
}

static struct error *upload_page(struct context *cx, const struct request *request,
                                 struct response *response)
{
    CLEANUP(close_upload) struct opened *opened = arena_new(cx->arena, struct opened);
    struct buf *out = &response->body;

    TRY(open_upload(cx, request->id, opened));
    response->title = arena_printf(cx->arena, _("导入%s"), words_said(opened->roster->title));
    ui_heading(out, response->title, opened->upload.title);
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    TRY(say_if_twice(cx, out, &opened->upload));
    ui_notice(out, TONE_PLAIN,
              arena_printf(cx->arena, _("表头在第%lld行，导入到%.*s。"),
                           (long long)opened->job.heading,
                           STR_ARG(place_path(cx, opened->upload.place))));
    TRY(write_preview(cx, out, opened));
    write_mapping_form(cx, out, opened);
    return NULL;
}

/* What was chosen */

static str chosen_mapping(struct context *cx, const struct request *request)
{
    struct buf out = { .arena = cx->arena };

    for (size_t i = 0; i < request->form.count; i++) {
        const struct param *item = &request->form.items[i];
        int64_t number;
        if (str_starts(item->name, S("c")) && !str_is_empty(item->value) &&
            str_read_integer(str_slice(item->name, 1, item->name.length), &number))
            buf_printf(&out, "%s%lld:%.*s", out.length > 0 ? " " : "", (long long)number,
                       STR_ARG(item->value));
    }
    return buf_str(&out);
}

static struct error *choose_sheet(struct context *cx, struct opened *opened, int64_t sheet)
{
    TRY(roster_open(cx, opened->roster, opened->upload.place, opened->job.bytes, (size_t)sheet,
                    &opened->job));
    opened->upload.sheet = sheet;
    opened->upload.mapping = roster_mapping(cx, &opened->job);
    return NULL;
}

/* Reading the file again is the pool's affair. */
static struct error *columns_prepare(struct context *cx, const struct request *request,
                                     struct response *response)
{
    CLEANUP(close_upload) struct opened *opened = arena_new(cx->arena, struct opened);
    int64_t sheet;

    TRY(open_upload(cx, request->id, opened));
    response->prepared = opened;
    if (str_read_integer(params_get(request->form, "sheet"), &sheet) && sheet >= 0 &&
        sheet != opened->upload.sheet)
        return choose_sheet(cx, opened, sheet);
    opened->upload.mapping = chosen_mapping(cx, request);
    TRY(roster_map(cx, &opened->job, opened->upload.mapping));
    if (str_is_empty(opened->upload.mapping))
        return fail(cx, ERROR_INVALID, "至少要有一列对应上。");
    return NULL;
}

static struct error *columns_action(struct context *cx, const struct request *request,
                                    struct response *response)
{
    const struct opened *opened = request->prepared;
    struct roster_upload upload = opened->upload;
    bool is_other_sheet = params_has(request->form, "sheet") &&
                          !str_eq(chosen_mapping(cx, request), upload.mapping);

    TRY(roster_learn(cx, &opened->job));
    TRY(store_update(cx, &roster_upload_type, &upload));
    return redirect(response, upload_href(cx, upload.id, is_other_sheet ? "" : "/check"));
}

/* All rows, checked */

struct checking {
    struct arena *arena; /* of what is shown; a row's own memory is taken back */
    struct roster_count count;
    struct buf problems;
    struct buf changes;
    struct buf stays;
    size_t problem_count;
    size_t change_count;
    size_t stay_count;
};

static const struct ui_column problem_columns[] = { { .label = "行", .brief = true },
                                                    { .label = "哪一列" },
                                                    { .label = "内容" },
                                                    { .label = "哪里不对、怎么改",
                                                      .wide = true } };

static const struct ui_column change_columns[] = { { .label = "行", .brief = true },
                                                   { .label = "记录" },
                                                   { .label = "项目" },
                                                   { .label = "原来" },
                                                   { .label = "改成" } };

static const struct ui_column stay_columns[] = {
    { .label = "行", .brief = true },
    { .label = "记录" },
    { .label = "项目" },
    { .label = "系统里" },
    { .label = "表里" },
    { .label = "为什么不改", .wide = true },
};

static str cell_text(const struct roster_row *row, const struct roster_column *column)
{
    return column == NULL || column->number >= row->sheet->count
               ? (str){ 0 }
               : row->sheet->cells[column->number].text;
}

static void note_problems(struct context *cx, const struct roster_row *row,
                          struct checking *checking)
{
    struct buf *out = &checking->problems;

    for (const struct roster_problem *problem = row->problems;
         problem != NULL && checking->problem_count < PROBLEMS_SHOWN; problem = problem->next) {
        ui_row_begin(out);
        write_text_cell(out, &problem_columns[0], line_text(cx, row->sheet->number));
        write_text_cell(out, &problem_columns[1],
                        problem->column == NULL ? (str){ 0 } : problem->column->heading);
        write_text_cell(out, &problem_columns[2],
                        guarded(cx, str_first(cell_text(row, problem->column), 40)));
        write_text_cell(out, &problem_columns[3], problem->message);
        ui_row_end(out);
        checking->problem_count++;
    }
}

static str shown(struct context *cx, const struct field *field, const void *record)
{
    return field_is_set(field, record) ? field_shown(cx, field, record) : (str){ 0 };
}

static void note_change(struct context *cx, const struct roster_row *row,
                        const struct field *field, struct buf *out)
{
    const struct record_type *type = row->job->roster->type;
    const struct field *called =
        type->called == NULL ? NULL : shape_field(&type->shape, str_of(type->called));
    const struct ui_column *columns = row->stays != NULL ? stay_columns : change_columns;

    ui_row_begin(out);
    write_text_cell(out, &columns[0], line_text(cx, row->sheet->number));
    write_text_cell(out, &columns[1],
                    called == NULL ? (str){ 0 } : shown(cx, called, row->before));
    write_text_cell(out, &columns[2], words_for(str_of(field->label)));
    write_text_cell(out, &columns[3], shown(cx, field, row->before));
    write_text_cell(out, &columns[4], shown(cx, field, row->record));
    if (row->stays != NULL)
        write_text_cell(out, &columns[5], words_for(str_of(row->stays)));
    ui_row_end(out);
}

/* What is there and what the table says, cell by cell. */
static void note_changes(struct context *cx, const struct roster_row *row, struct buf *out,
                         size_t *count)
{
    const struct shape *shape = &row->job->roster->type->shape;

    for (size_t i = 0; i < shape->count && *count < CHANGES_SHOWN; i++)
        if (!shape->fields[i].read_only && !shape->fields[i].hidden &&
            !field_is_same(&shape->fields[i], row->record, row->before)) {
            note_change(cx, row, &shape->fields[i], out);
            ++*count;
        }
}

static struct error *check_row(struct context *cx, struct roster_row *row, void *closure)
{
    struct checking *checking = closure;

    roster_count_row(&checking->count, row);
    if (row->verdict == ROW_WRONG)
        note_problems(cx, row, checking);
    else if (row->verdict == ROW_CHANGED)
        note_changes(cx, row, &checking->changes, &checking->change_count);
    else if (row->stays != NULL)
        note_changes(cx, row, &checking->stays, &checking->stay_count);
    return NULL;
}

static void write_counts(struct context *cx, struct buf *out, const struct roster_count *count)
{
    static const struct {
        enum roster_verdict verdict;
        const char *label;
    } kinds[] = { { ROW_NEW, "新增" },
                  { ROW_CHANGED, "更新" },
                  { ROW_SAME, "没有变化" },
                  { ROW_WRONG, "有错" } };

    ui_figures_begin(out);
    for (size_t i = 0; i < COUNT(kinds); i++)
        ui_figure(out, (str){ 0 }, str_of(kinds[i].label),
                  arena_printf(cx->arena, "%lld", (long long)count->of[kinds[i].verdict]),
                  S("行"), (str){ 0 });
    ui_figures_end(out);
    if (count->hidden > 0)
        ui_notice(out, TONE_WAITING,
                  arena_printf(cx->arena,
                               _n("表格里有%lld行是隐藏的，也算在内。不想导入的请先删去再传。",
                                  count->hidden),
                               (long long)count->hidden));
}

static void write_list(struct buf *out, const char *id, str title,
                       const struct ui_column *columns, size_t count, const struct buf *rows,
                       size_t row_count)
{
    if (row_count == 0)
        return;
    ui_section_begin(out, id, title);
    ui_table_begin(out, (str){ 0 }, columns, count);
    buf_add(out, buf_str(rows));
    ui_table_end(out);
    ui_section_end(out);
}

static void write_check_buttons(struct context *cx, struct buf *out,
                                const struct opened *opened, const struct roster_count *count)
{
    int64_t wrong = count->of[ROW_WRONG];
    int64_t good = count->of[ROW_NEW] + count->of[ROW_CHANGED];
    record_id id = opened->upload.id;

    ui_actions_begin(out);
    if (wrong == 0 && good > 0)
        ui_button(out, upload_href(cx, id, "/start"), cx->access->form_token,
                  arena_printf(cx->arena, _n("导入这%lld行", good), (long long)good), true);
    if (wrong > 0)
        ui_button_link(out, upload_href(cx, id, "/reasons"), S("下载带原因的表格"), true);
    else if (count->of[ROW_CHANGED] + count->stay > 0)
        ui_button_link(out, upload_href(cx, id, "/reasons"), S("下载核对结果"), false);
    if (wrong > 0 && good > 0)
        ui_asking_button(
            out, upload_href(cx, id, "/start?good=1"), cx->access->form_token,
            arena_printf(cx->arena, _n("只导入没有错的%lld行", good), (long long)good),
            S("有错的行不会导入，改好后可以再传。现在导入吗？"));
    ui_button_link(out, upload_href(cx, id, ""), S("回去改各列"), false);
    ui_actions_end(out);
}

static struct error *check_page(struct context *cx, const struct request *request,
                                struct response *response)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(64 << 20);
    CLEANUP(close_upload) struct opened *opened = arena_new(cx->arena, struct opened);
    struct checking checking = { .problems = { .arena = arena },
                                 .changes = { .arena = arena },
                                 .stays = { .arena = arena } };
    struct buf *out = &response->body;

    TRY(open_upload(cx, request->id, opened));
    TRY(roster_walk(cx, &opened->job, check_row, &checking));
    response->title = arena_printf(cx->arena, _("核对%s"), words_said(opened->roster->title));
    ui_heading(out, response->title, opened->upload.title);
    TRY(say_if_twice(cx, out, &opened->upload));
    write_counts(cx, out, &checking.count);
    if (checking.count.of[ROW_NEW] + checking.count.of[ROW_CHANGED] == 0 &&
        checking.count.of[ROW_WRONG] + checking.count.stay == 0)
        ui_notice(out, TONE_GOOD, S("没有要导入的：每一行都已经是这样。"));
    write_check_buttons(cx, out, opened, &checking.count);
    write_list(out, "problems", S("要改的地方"), problem_columns, COUNT(problem_columns),
               &checking.problems, checking.problem_count);
    write_list(out, "changes", S("会改动的记录"), change_columns, COUNT(change_columns),
               &checking.changes, checking.change_count);
    write_list(out, "stays", S("和表里不同、但不会改的"), stay_columns, COUNT(stay_columns),
               &checking.stays, checking.stay_count);
    if (checking.change_count == CHANGES_SHOWN || checking.stay_count == CHANGES_SHOWN ||
        checking.problem_count == PROBLEMS_SHOWN)
        ui_notice(out, TONE_PLAIN, S("这里只列出前面的，每一行的结果和改动都在下载的表格里。"));
    return NULL;
}

static struct error *reasons_page(struct context *cx, const struct request *request,
                                  struct response *response)
{
    CLEANUP(close_upload) struct opened *opened = arena_new(cx->arena, struct opened);

    TRY(open_upload(cx, request->id, opened));
    TRY(roster_write_reasons(cx, &opened->job, &response->file));
    response->bare = true;
    response->content_type = export_media_type(EXPORT_XLSX);
    response_header(response, "Content-Disposition",
                    S("attachment; filename=\"reasons.xlsx\""));
    return NULL;
}

/* Importing */

/* Once, and again when nothing of it is there. */
static struct error *may_start(struct context *cx, const struct roster_upload *upload,
                               bool *may)
{
    struct import_run run = { 0 };
    bool found = false;

    if (upload->import != 0)
        TRY(store_find(cx, &import_type, upload->import, &run, &found));
    *may = !found || run.state == IMPORT_FAILED || run.state == IMPORT_UNDONE;
    return NULL;
}

static struct error *start_prepare(struct context *cx, const struct request *request,
                                   struct response *response)
{
    CLEANUP(close_upload) struct opened *opened = arena_new(cx->arena, struct opened);
    struct roster_count count;
    bool may;

    TRY(open_upload(cx, request->id, opened));
    TRY(may_start(cx, &opened->upload, &may));
    if (!may)
        return fail(cx, ERROR_CONFLICT, "这份表格已经在导入了，请看导入结果。");
    struct import_run run = {
        .title = opened->upload.title,
        .digest = opened->upload.digest,
        .keep_good = str_eq(params_get(request->query, "good"), S("1")),
    };
    TRY(roster_stage(cx, &opened->job, &run, (struct roster_watch){ 0 }, &opened->upload.import,
                     &count));
    opened->upload.wrong = count.of[ROW_WRONG];
    response->prepared = opened;
    return NULL;
}

static struct error *start_action(struct context *cx, const struct request *request,
                                  struct response *response)
{
    struct roster_upload upload = ((const struct opened *)request->prepared)->upload;

    TRY(import_start(cx, upload.import));
    TRY(store_update(cx, &roster_upload_type, &upload));
    return redirect(response, upload_href(cx, upload.id, "/result"));
}

static bool is_under_way(enum import_state state)
{
    return state == IMPORT_RECEIVING || state == IMPORT_WAITING || state == IMPORT_APPLYING ||
           state == IMPORT_FAILING || state == IMPORT_UNDOING;
}

static struct error *write_refused_rows(struct context *cx, struct buf *out,
                                        const struct import_run *run)
{
    static const struct ui_column columns[] = { { .label = "行", .brief = true },
                                                { .label = "原因" } };
    struct import_result *results;
    size_t count;

    TRY(import_results(cx, run->id, 0, PROBLEMS_SHOWN, true, &results, &count));
    if (count == 0)
        return NULL;
    ui_section_begin(out, "refused", S("没有通过的行"));
    ui_table_begin(out, (str){ 0 }, columns, COUNT(columns));
    for (size_t i = 0; i < count; i++) {
        ui_row_begin(out);
        write_text_cell(out, &columns[0], line_text(cx, results[i].line));
        write_text_cell(out, &columns[1], results[i].said);
        ui_row_end(out);
    }
    ui_table_end(out);
    ui_section_end(out);
    return NULL;
}

static void write_progress(struct context *cx, struct buf *out, struct response *response,
                           const struct import_run *run)
{
    ui_share(out, S("已处理"), run->done, run->rows);
    ui_notice(out, TONE_WORKING, S("正在办。这一页会自己更新，可以先去做别的事。"));
    (void)cx;
    response_header(response, "Refresh", S("2"));
}

static void write_ended(struct context *cx, struct buf *out, const struct roster_upload *upload,
                        const struct roster *roster, const struct import_run *run)
{
    ui_actions_begin(out);
    if (run->state == IMPORT_APPLIED && roster->type->reads != NULL)
        ui_button_link(out, arena_printf(cx->arena, "/%s", roster->type->table),
                       arena_printf(cx->arena, _("看%s"), words_said(roster->type->title)),
                       true);
    if (run->state == IMPORT_APPLIED && upload->wrong > 0 && !upload->forgotten)
        ui_button_link(out, upload_href(cx, upload->id, "/reasons"), S("下载带原因的表格"),
                       false);
    if (run->state == IMPORT_APPLIED)
        ui_confirm_button(out, upload_href(cx, upload->id, "/undo"), cx->access->form_token,
                          S("撤销这次导入"),
                          S("这次导入新增的会删去，改动的会恢复原样。确定撤销吗？"));
    if (run->state == IMPORT_FAILED && !upload->forgotten)
        ui_button_link(out, upload_href(cx, upload->id, "/check"), S("重新核对这份表格"), true);
    if (run->state == IMPORT_UNDONE && !upload->forgotten)
        ui_button_link(out, upload_href(cx, upload->id, ""), S("再看这份表格"), false);
    ui_actions_end(out);
    if (run->state == IMPORT_APPLIED)
        ui_notice(out, TONE_PLAIN, S("导入后一天内可以整批撤销。"));
}

static void write_outcome(struct context *cx, struct buf *out,
                          const struct roster_upload *upload, const struct import_run *run)
{
    const struct {
        const char *label;
        int64_t number;
    } outcomes[] = { { "新增", run->added },
                     { "更新", run->changed },
                     { "没有变化", run->same },
                     { "没有导入", upload->wrong + run->refused } };

    ui_figures_begin(out);
    for (size_t i = 0; i < COUNT(outcomes); i++)
        ui_figure(out, (str){ 0 }, str_of(outcomes[i].label),
                  arena_printf(cx->arena, "%lld", (long long)outcomes[i].number), S("行"),
                  (str){ 0 });
    ui_figures_end(out);
}

static struct error *result_page(struct context *cx, const struct request *request,
                                 struct response *response)
{
    struct roster_upload upload = { 0 };
    struct import_run run = { 0 };
    const struct roster *roster;
    struct buf *out = &response->body;

    TRY(get_upload(cx, request->id, &upload, &roster));
    if (upload.import == 0)
        return redirect(response, upload_href(cx, upload.id, ""));
    TRY(import_get(cx, upload.import, &run));
    response->title = S("导入结果");
    ui_heading(out, response->title, upload.title);
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    ui_badge(out, state_of(&run)->tone, str_of(state_of(&run)->label));
    if (is_under_way(run.state)) {
        write_progress(cx, out, response, &run);
        return NULL;
    }
    if (!str_is_empty(run.said))
        ui_notice(out, TONE_LATE, words_for(run.said));
    write_outcome(cx, out, &upload, &run);
    write_ended(cx, out, &upload, roster, &run);
    return write_refused_rows(cx, out, &run);
}

static struct error *undo_action(struct context *cx, const struct request *request,
                                 struct response *response)
{
    struct roster_upload upload = { 0 };
    const struct roster *roster;

    TRY(get_upload(cx, request->id, &upload, &roster));
    if (upload.import == 0)
        return fail(cx, ERROR_CONFLICT, "这份表格还没有导入。");
    TRY(import_undo(cx, upload.import));
    return redirect(response, upload_href(cx, upload.id, "/result"));
}

/* Forgetting the files */

const struct query old_uploads = {
    .of = &roster_upload_type,
    .sql = "where forgotten = 0 and sent_at < $1 order by id limit 50",
};

const struct query young_uploads = {
    .of = &roster_upload_type,
    .sql = "where digest = $1 and forgotten = 0 and sent_at >= $2 order by id limit 1",
};

static struct error *forget_upload(struct context *cx, struct roster_upload *upload,
                                   instant before)
{
    struct roster_upload *young;
    size_t count;

    TRY(query_rows(cx, &young_uploads,
                   WITH(value_text(upload->digest), value_instant(cx->arena, before)), &young,
                   &count));
    if (count == 0 && cx->app != NULL && cx->app->folder != NULL)
        unlink(path_of(cx, upload->digest));
    upload->forgotten = true;
    return store_update(cx, &roster_upload_type, upload);
}

/* Files that were never whole, because the program was killed. */
static struct error *forget_parts(struct context *cx)
{
    const char *folder = folder_of(cx);
    struct stat facts;
    size_t count = 0;
    str *names;

    if (path_exists(folder))
        TRY(folder_list(cx, folder, &names, &count));
    for (size_t i = 0; i < count; i++) {
        const char *path = path_join(cx, folder, arena_text(cx->arena, names[i]));
        bool is_part = str_contains(names[i], S("-"));
        if (is_part && stat(path, &facts) == 0 &&
            time(NULL) - facts.st_mtime > KEPT_HOURS * 3600)
            unlink(path);
    }
    return NULL;
}

static struct error *forget_uploads(struct context *cx, bool *more)
{
    instant before = instant_add_seconds(cx->now, -KEPT_HOURS * 3600);
    struct roster_upload *uploads;
    size_t count;

    TRY(query_rows(cx, &old_uploads, WITH(value_instant(cx->arena, before)), &uploads, &count));
    for (size_t i = 0; i < count; i++)
        TRY(forget_upload(cx, &uploads[i], before));
    *more = count > 0;
    return cx->app == NULL || cx->app->folder == NULL ? NULL : forget_parts(cx);
}

/* The room */

static const struct route routes[] = {
    { GET, "/rosters", rosters_page, .needs = "signed_in", .summary = "导入表格" },
    { GET, "/rosters/blank", blank_page, .needs = "signed_in", .slow = true,
      .summary = "下载空白表" },
    { GET, "/rosters/new", sending_page, .needs = "signed_in", .summary = "上传表格的表单" },
    { POST, "/rosters", sending_action, .needs = "signed_in", .input = &sending_input,
      .again = sending_page, .admit = sending_admit, .prepare = sending_prepare, .slow = true,
      .summary = "上传表格" },
    { GET, "/rosters/{id}", upload_page, .needs = "signed_in", .slow = true,
      .summary = "各列是什么" },
    { POST, "/rosters/{id}/columns", columns_action, .needs = "signed_in", .again = upload_page,
      .prepare = columns_prepare, .slow = true, .summary = "确定各列" },
    { GET, "/rosters/{id}/check", check_page, .needs = "signed_in", .slow = true,
      .summary = "核对全部行" },
    { GET, "/rosters/{id}/reasons", reasons_page, .needs = "signed_in", .slow = true,
      .summary = "下载带原因的表格" },
    { POST, "/rosters/{id}/start", start_action, .needs = "signed_in", .again = check_page,
      .prepare = start_prepare, .slow = true, .summary = "开始导入" },
    { GET, "/rosters/{id}/result", result_page, .needs = "signed_in", .summary = "导入结果" },
    { POST, "/rosters/{id}/undo", undo_action, .needs = "signed_in", .again = result_page,
      .summary = "撤销导入" },
    { 0 },
};

static const struct record_type *const records[] = { &heading_word_type, &roster_upload_type,
                                                     NULL };

static const struct query *const queries[] = {
    &learned_words, &roster_places_below, &uploads_of_account,
    &old_uploads,   &young_uploads,       NULL,
};

static const struct job jobs[] = {
    { "rosters.forget_uploads", 60, forget_uploads },
    { 0 },
};

const struct module rosters_module = {
    .name = "rosters",
    .title = "表格导入",
    .records = records,
    .routes = routes,
    .queries = queries,
    .jobs = jobs,
};
