/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The journal: who changed what, when, from what to what.
 *
 * The table chains has the end of each county's chain.  Its row is locked before an entry gets
 * its id, so that the entries of a county are chained in the order of their ids.  Inside a
 * transaction the ends that have moved are kept in memory and written at its end, once for all
 * that a crowd of changes adds to a chain.
 */
#include "app/journal.h"

#include "app/access.h"
#include "base/hash.h"
#include "base/json.h"
#include "record/exchange.h"
#include "record/schema.h"

#include <stdlib.h>
#include <string.h>

static void show_deed(struct context *cx, struct buf *out, const void *record)
{
    html(out, "%.*s",
         STR_ARG(journal_deed_words(cx, ((const struct journal_entry *)record)->deed)));
}

static void show_type(struct context *cx, struct buf *out, const void *record)
{
    (void)cx;
    html(out, "%.*s",
         STR_ARG(journal_type_words(((const struct journal_entry *)record)->type)));
}

static const struct field fields[] = {
    { PLACE(journal_entry, place), .label = "地点", .read_only = true, .listed = true },
    { INSTANT(journal_entry, at), .label = "时间", .read_only = true, .listed = true },
    { REF(journal_entry, account), .label = "账号", .target = "account", .read_only = true,
      .indexed = true },
    { TEXT(journal_entry, actor), .label = "操作人", .read_only = true, .listed = true },
    { TEXT(journal_entry, deed), .label = "操作", .read_only = true, .listed = true,
      .show = show_deed },
    { TEXT(journal_entry, type), .label = "记录类型", .read_only = true, .listed = true,
      .show = show_type },
    { INTEGER(journal_entry, record), .label = "记录编号", .read_only = true, .listed = true },
    { LINES(journal_entry, before), .label = "改前", .read_only = true, .hidden = true },
    { LINES(journal_entry, after), .label = "改后", .read_only = true, .hidden = true },
    { LINES(journal_entry, reason), .label = "事由", .read_only = true, .listed = true },
    { TEXT(journal_entry, digest), .label = "校验码", .read_only = true },
};

static const char *const indexes[] = { "type, record", NULL };

/* What records held before and after is hidden from the derived pages: the auditor sees who did
 * what to which record, but not the records.  journal_pages.c shows it to those who may read
 * them. */
const struct record_type journal_entry_type = {
    .name = "journal_entry",
    .table = "journal",
    .title = "操作记录",
    .shape = { SHAPE(journal_entry, fields) },
    .place = "place",
    .called = "deed",
    .reads = "journal.read",
    .indexes = indexes,
    .unlogged = true,
};

/* Tables whose rows are only added. */
static const char *const lasting[] = { "journal", "journal_days" };

/* What a change does to the rows is found by their chain. */
static void forbid_changes(enum db_engine engine, struct buf *out)
{
    for (size_t i = 0; i < COUNT(lasting); i++)
        schema_forbid_changes(lasting[i], engine, out);
}

void journal_schema_write(enum db_engine engine, struct buf *out)
{
    const char *integer = engine == DB_SQLITE ? "integer" : "bigint";
    const char *day = engine == DB_SQLITE ? "text" : "date";

    buf_printf(out,
               "create table if not exists chains (\n"
               "    county %s primary key,\n    last_id %s not null default 0,\n"
               "    digest text not null default ''\n);\n",
               integer, integer);
    buf_printf(out,
               "create table if not exists journal_days (\n"
               "    county %s not null,\n    day %s not null,\n    entries %s not null,\n"
               "    after_id %s not null,\n    last_id %s not null,\n"
               "    previous text not null,\n    head text not null,\n"
               "    primary key (county, day)\n);\n",
               integer, day, integer, integer, integer);
    forbid_changes(engine, out);
}

static bool is_digest(const struct field *field)
{
    return strcmp(field->name, "digest") == 0;
}

void journal_add_canonical(struct buf *text, str name, str value)
{
    buf_add_char(text, '\n');
    buf_add(text, name);
    buf_add_char(text, ' ');
    buf_add_integer(text, (int64_t)value.length);
    buf_add_char(text, ' ');
    buf_add(text, value);
}

/* What an entry says, in one form only. */
static str canonical_text(struct context *cx, str previous, const struct journal_entry *entry)
{
    struct buf text = { .arena = cx->arena };

    buf_add(&text, previous);
    for (size_t i = 0; i < COUNT(fields); i++)
        if (!is_digest(&fields[i]))
            journal_add_canonical(&text, str_of(fields[i].name),
                                  field_text(cx, &fields[i], entry));
    return buf_str(&text);
}

void journal_entry_write_line(struct context *cx, const struct journal_entry *entry,
                              struct buf *out)
{
    buf_printf(out, "{\"id\":\"%lld\"", (long long)entry->id);
    for (size_t i = 0; i < COUNT(fields); i++) {
        json_add_name(out, fields[i].name);
        json_add_string(out, field_text(cx, &fields[i], entry));
    }
    buf_add(out, S("}\n"));
}

static str entry_digest(struct context *cx, str previous, const struct journal_entry *entry)
{
    return digest_hex(cx->arena, canonical_text(cx, previous, entry));
}

/* Reads the end of a county's chain and keeps others from adding to it. */
static struct error *lock_chain(struct context *cx, int64_t county, str *digest)
{
    bool sqlite = db_engine(cx->db) == DB_SQLITE;
    const char *sql = sqlite ? "select digest from chains where county = $1"
                             : "select digest from chains where county = $1 for update";
    struct result result;

    TRY(db_query(cx, sql, WITH(value_integer(county)), &result));
    if (result.rows == 0) {
        TRY(db_run(cx,
                   "insert into chains (county) values ($1) on conflict (county) do nothing",
                   WITH(value_integer(county))));
        TRY(db_query(cx, sql, WITH(value_integer(county)), &result));
    }
    *digest = result_text(&result, 0, 0);
    return NULL;
}

static struct error *write_end(struct context *cx, int64_t county, record_id last_id,
                               str digest)
{
    return db_run(cx, "update chains set last_id = $2, digest = $3 where county = $1",
                  WITH(value_integer(county), value_integer(last_id), value_text(digest)));
}

static struct error *add_entry(struct context *cx, struct journal_entry *entry, str previous)
{
    entry->digest = entry_digest(cx, previous, entry);
    return store_insert(cx, &journal_entry_type, entry);
}

/* Where a chain ends as a part of the transaction has left it.  Of one county the last one
 * counts; those before it are what an undoing goes back to. */
struct moved_end {
    int64_t county;
    record_id last_id;
    char digest[DIGEST_CHARACTERS];
    int depth;
    int written; /* the depth at which it was written; 0: not yet */
};

struct moved_ends {
    struct moved_end *items;
    size_t count;
    size_t capacity;
    int deepest_written;
};

static struct moved_end *find_end(const struct moved_ends *ends, int64_t county, size_t before)
{
    for (size_t i = before; i > 0; i--)
        if (ends->items[i - 1].county == county)
            return &ends->items[i - 1];
    return NULL;
}

static struct error *write_ends(struct context *cx, void *state)
{
    struct moved_ends *ends = state;

    for (size_t i = 0; i < ends->count; i++) {
        struct moved_end *end = &ends->items[i];
        if (end->written > 0 || find_end(ends, end->county, ends->count) != end)
            continue;
        end->written = ends->deepest_written = db_depth(cx->db);
        TRY(write_end(cx, end->county, end->last_id, (str){ end->digest, sizeof end->digest }));
    }
    return NULL;
}

/* What was done deeper now belongs to depth, where a county needs one end only. */
static void take_over(struct moved_ends *ends, int depth)
{
    size_t first = ends->count;

    while (first > 0 && ends->items[first - 1].depth > depth)
        first--;
    size_t kept = first;
    for (size_t i = first; i < ends->count; i++) {
        struct moved_end end = ends->items[i];
        struct moved_end *same = find_end(ends, end.county, kept);
        end.depth = depth;
        if (same == NULL || same->depth < depth)
            same = &ends->items[kept++];
        *same = end;
    }
    ends->count = kept;
}

static void keep_ends(void *state, int depth)
{
    struct moved_ends *ends = state;

    if (depth == 0)
        ends->count = 0;
    take_over(ends, depth);
    for (size_t i = 0; i < ends->count && ends->deepest_written > depth; i++)
        if (ends->items[i].written > depth)
            ends->items[i].written = depth;
    if (ends->deepest_written > depth)
        ends->deepest_written = depth;
}

static void undo_ends(void *state, int depth)
{
    struct moved_ends *ends = state;

    while (ends->count > 0 && (depth == 0 || ends->items[ends->count - 1].depth > depth))
        ends->count--;
    for (size_t i = 0; i < ends->count && ends->deepest_written > depth; i++)
        if (ends->items[i].written > depth)
            ends->items[i].written = 0;
    if (ends->deepest_written > depth)
        ends->deepest_written = depth;
}

static void release_ends(void *state)
{
    struct moved_ends *ends = state;

    free(ends->items);
    free(ends);
}

static const struct db_companion companion = {
    .finish = write_ends,
    .kept = keep_ends,
    .undone = undo_ends,
    .release = release_ends,
};

/* Grows to twice its size; the program cannot go on without memory. */
static struct moved_end *next_end(struct moved_ends *ends)
{
    if (ends->count == ends->capacity) {
        size_t capacity = ends->capacity == 0 ? 16 : ends->capacity * 2;
        struct moved_end *items = realloc(ends->items, capacity * sizeof *items);
        if (items == NULL)
            out_of_memory();
        ends->items = items;
        ends->capacity = capacity;
    }
    return &ends->items[ends->count++];
}

static void move_end(struct moved_ends *ends, int depth, const struct journal_entry *entry)
{
    int64_t county = key_county(entry->place);
    struct moved_end *end = find_end(ends, county, ends->count);

    if (end == NULL || end->depth < depth)
        end = next_end(ends);
    *end = (struct moved_end){ .county = county, .last_id = entry->id, .depth = depth };
    memcpy(end->digest, entry->digest.data, sizeof end->digest);
}

static struct error *append_at_once(struct context *cx, struct journal_entry *entry)
{
    int64_t county = key_county(entry->place);
    str previous;

    TRY(lock_chain(cx, county, &previous));
    TRY(add_entry(cx, entry, previous));
    return write_end(cx, county, entry->id, entry->digest);
}

static struct error *append(struct context *cx, struct journal_entry *entry)
{
    int depth = db_depth(cx->db);

    if (depth == 0)
        return append_at_once(cx, entry);

    struct moved_ends *ends = db_companion_state(cx->db, &companion, sizeof *ends);
    int64_t county = key_county(entry->place);
    const struct moved_end *end = find_end(ends, county, ends->count);
    str previous;
    if (end != NULL)
        previous = arena_copy(cx->arena, (str){ end->digest, sizeof end->digest });
    else
        TRY(lock_chain(cx, county, &previous));
    TRY(add_entry(cx, entry, previous));
    move_end(ends, depth, entry);
    return NULL;
}

/* The widest place where the person holds a post; empty for the program itself. */
static str place_of_actor(const struct access *access)
{
    str widest = { 0 };

    for (size_t i = 0; i < access->post_count; i++)
        if (i == 0 || access->posts[i].place.length < widest.length)
            widest = access->posts[i].place;
    return widest;
}

/* Who does it and when; record may be NULL. */
static struct journal_entry new_entry(struct context *cx, const char *deed,
                                      const struct record_type *type, const void *record)
{
    struct journal_entry entry = { .at = cx->now, .deed = str_of(deed), .actor = S("系统") };
    bool by_person = cx->access != NULL && !cx->access->is_system;

    if (by_person) {
        entry.account = cx->access->account;
        entry.actor = cx->access->name;
    }
    if (type != NULL)
        entry.type = str_of(type->name);
    if (record != NULL) {
        entry.record = ((const struct record *)record)->id;
        entry.place = type_place(type, record);
    }
    if (by_person && str_is_empty(entry.place))
        entry.place = place_of_actor(cx->access);
    return entry;
}

/* Compares what is kept: two secrets may have the same mask. */
static bool is_same(struct context *cx, const struct field *field, const void *a, const void *b)
{
    struct value x = field->kind->store(field, cx->arena, field_member_const(field, a));
    struct value y = field->kind->store(field, cx->arena, field_member_const(field, b));

    return x.kind == y.kind && x.integer == y.integer && str_eq(x.text, y.text);
}

/* The fields that differ, or that are set when there is nothing to compare with. */
static struct shape changed_fields(struct context *cx, const struct record_type *type,
                                   const void *before, const void *after)
{
    const void *only = before != NULL ? before : after;
    struct field *changed = arena_array(cx->arena, struct field, type->shape.count);
    struct shape shape = { .fields = changed, .size = type->shape.size };

    for (size_t i = 0; i < type->shape.count; i++) {
        const struct field *field = &type->shape.fields[i];
        bool is_new = before == NULL || after == NULL;
        if (is_new ? field_is_set(field, only) : !is_same(cx, field, before, after))
            changed[shape.count++] = *field;
    }
    return shape;
}

static str json_of(struct context *cx, const struct shape *shape, const void *record)
{
    struct buf json = { .arena = cx->arena };

    if (record != NULL)
        shape_write_json(cx, shape, record, &json);
    return buf_str(&json);
}

struct error *journal_changed(struct context *cx, const struct record_type *type,
                              const void *before, const void *after)
{
    struct journal_entry entry = new_entry(cx, cx->deed, type, after != NULL ? after : before);
    struct shape changed = changed_fields(cx, type, before, after);

    if (changed.count == 0 && before != NULL && after != NULL)
        return NULL;
    entry.before = json_of(cx, &changed, before);
    entry.after = json_of(cx, &changed, after);
    return append(cx, &entry);
}

struct error *journal_write(struct context *cx, const char *deed,
                            const struct record_type *type, const void *record, str reason)
{
    struct journal_entry entry = new_entry(cx, deed, type, record);

    entry.reason = reason;
    return append(cx, &entry);
}

/* Verifying */

struct chain_end {
    int64_t county;
    int64_t last_id;
    str digest;
    bool seen;
};

struct verification {
    void (*broken)(record_id entry, void *closure);
    void *closure;
    struct chain_end *ends;
    size_t end_count;
    int64_t checked;
    /* The county whose entries are being read. */
    int64_t county;
    record_id last_id;
    bool is_broken;
    char digest[DIGEST_CHARACTERS];
    size_t digest_length;
};

static struct error *read_ends(struct context *cx, struct verification *verification)
{
    struct result result;

    TRY(db_query(cx, "select county, last_id, digest from chains order by county", NULL, 0,
                 &result));
    verification->ends = arena_array(cx->arena, struct chain_end, result.rows + 1);
    verification->end_count = result.rows;
    for (size_t i = 0; i < result.rows; i++)
        verification->ends[i] = (struct chain_end){ .county = result_integer(&result, i, 0),
                                                    .last_id = result_integer(&result, i, 1),
                                                    .digest = result_text(&result, i, 2) };
    return NULL;
}

static struct chain_end *end_of(struct verification *verification, int64_t county)
{
    for (size_t i = 0; i < verification->end_count; i++)
        if (verification->ends[i].county == county)
            return &verification->ends[i];
    return NULL;
}

static void say_broken(struct verification *verification, record_id entry)
{
    if (!verification->is_broken)
        verification->broken(entry, verification->closure);
    verification->is_broken = true;
}

/* The last entry of a county must be the one that the chain ends with. */
static void finish_county(struct verification *verification)
{
    str digest = { verification->digest, verification->digest_length };
    struct chain_end *end = end_of(verification, verification->county);

    if (verification->county < 0)
        return;
    if (end != NULL)
        end->seen = true;
    if (end == NULL || end->last_id != verification->last_id || !str_eq(end->digest, digest))
        say_broken(verification, end == NULL ? verification->last_id : end->last_id);
}

static void begin_county(struct verification *verification, int64_t county)
{
    finish_county(verification);
    verification->county = county;
    verification->is_broken = false;
    verification->digest_length = 0;
}

static struct error *verify_entry(struct context *cx, void *record, void *closure)
{
    struct verification *verification = closure;
    const struct journal_entry *entry = record;
    struct arena_mark mark = arena_mark(cx->arena);

    if (id_county(entry->id) != verification->county)
        begin_county(verification, id_county(entry->id));

    str previous = { verification->digest, verification->digest_length };
    str digest = entry_digest(cx, previous, entry);
    if (!str_eq(digest, entry->digest))
        say_broken(verification, entry->id);
    memcpy(verification->digest, digest.data, digest.length);
    verification->digest_length = digest.length;
    verification->last_id = entry->id;
    verification->checked++;
    arena_rewind(cx->arena, mark);
    return NULL;
}

static struct error *verify_all(struct context *cx, void *closure)
{
    struct verification *verification = closure;

    TRY(read_ends(cx, verification));
    TRY(store_each(cx, &journal_entry_type, (str){ 0 }, verify_entry, verification));
    finish_county(verification);
    for (size_t i = 0; i < verification->end_count; i++)
        if (!verification->ends[i].seen && verification->ends[i].last_id > 0)
            verification->broken(verification->ends[i].last_id, verification->closure);
    return NULL;
}

struct error *journal_verify(struct context *cx, void (*broken)(record_id entry, void *closure),
                             void *closure, int64_t *checked)
{
    struct verification verification = { .broken = broken, .closure = closure, .county = -1 };

    TRY(db_settle(cx));
    TRY(db_look(cx, verify_all, &verification));
    *checked = verification.checked;
    return NULL;
}
