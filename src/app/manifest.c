/* SPDX-License-Identifier: Apache-2.0 */
/* What a backup says about itself. */
#include "app/manifest.h"

#include "base/hash.h"
#include "base/json.h"

#include <string.h>

enum { FORMAT = 1, NAME_CHARACTERS = 24, PREFIX_CHARACTERS = 9 };

static const int64_t COUNT_MAX = 1000000000000;
static const int64_t NUMBER_MAX = 1000000000000000000;

static const char *const engine_names[DB_ENGINES] = { "sqlite", "postgresql" };

/* Writing */

static void add_text(struct buf *out, const char *name, str value)
{
    buf_printf(out, ",\n  \"%s\": ", name);
    json_add_string(out, value);
}

static void add_number(struct buf *out, const char *name, int64_t value)
{
    buf_printf(out, ",\n  \"%s\": %lld", name, (long long)value);
}

static void add_counts(const struct manifest *manifest, struct buf *out)
{
    buf_add(out, S(",\n  \"records\": {"));
    for (size_t i = 0; i < manifest->count_count; i++) {
        buf_add(out, i == 0 ? S("\n    ") : S(",\n    "));
        json_add_string(out, manifest->counts[i].type);
        buf_printf(out, ": %lld", (long long)manifest->counts[i].count);
    }
    buf_add(out, S("\n  }"));
}

static void add_heads(const struct manifest *manifest, struct buf *out)
{
    buf_add(out, S(",\n  \"journal\": ["));
    for (size_t i = 0; i < manifest->head_count; i++) {
        const struct journal_head *head = &manifest->heads[i];
        buf_printf(out, "%s\n    {\"county\": %lld, \"last_id\": %lld, \"digest\": ",
                   i == 0 ? "" : ",", (long long)head->county, (long long)head->last_id);
        json_add_string(out, head->digest);
        buf_add_char(out, '}');
    }
    buf_add(out, S("\n  ]"));
}

void manifest_write(const struct manifest *manifest, struct buf *out)
{
    struct buf made_at = { .arena = out->arena };

    instant_write(manifest->made_at, &made_at);
    buf_printf(out, "{\n  \"format\": %d", FORMAT);
    add_text(out, "name", manifest->name);
    add_text(out, "made_at", buf_str(&made_at));
    add_text(out, "engine", str_of(engine_names[manifest->engine]));
    add_number(out, "schema", manifest->schema);
    add_text(out, "database", manifest->database);
    add_number(out, "database_bytes", manifest->database_bytes);
    add_number(out, "has_key", manifest->has_key);
    add_text(out, "key_digest", manifest->key_digest);
    add_number(out, "files", manifest->file_count);
    add_number(out, "file_bytes", manifest->file_bytes);
    add_number(out, "missing", manifest->missing);
    add_counts(manifest, out);
    add_heads(manifest, out);
    buf_add(out, S("\n}\n"));
}

/* Reading */

struct object {
    struct json_member *members;
    size_t count;
};

static str text_of(const struct object *object, const char *name)
{
    for (size_t i = 0; i < object->count; i++)
        if (str_eq(object->members[i].name, str_of(name)))
            return object->members[i].value;
    return (str){ 0 };
}

/* False for anything but a whole number that is neither below zero nor absurd. */
static bool number_of(const struct object *object, const char *name, int64_t *number)
{
    return str_read_integer(text_of(object, name), number) && *number >= 0 &&
           *number <= NUMBER_MAX;
}

static struct error *not_a_manifest(struct context *cx, const char *what)
{
    return fail(cx, ERROR_CONFLICT, "%s 里的“%s”不对，这不是一份完好的备份。", MANIFEST_FILE,
                what);
}

static bool is_digest(str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (strchr("0123456789abcdef", text.data[i]) == NULL || text.data[i] == '\0')
            return false;
    return text.length == DIGEST_CHARACTERS;
}

static struct error *read_counts(struct context *cx, str text, struct manifest *manifest)
{
    struct object records = { 0 };

    TRY(json_read_object(cx, text, &records.members, &records.count));
    manifest->counts = arena_array(cx->arena, struct record_count, records.count);
    manifest->count_count = records.count;
    for (size_t i = 0; i < records.count; i++) {
        struct record_count *count = &manifest->counts[i];
        count->type = records.members[i].name;
        if (!str_read_integer(records.members[i].value, &count->count) || count->count < 0 ||
            count->count > COUNT_MAX)
            return not_a_manifest(cx, "records");
    }
    return NULL;
}

static struct error *read_head(struct context *cx, str text, struct journal_head *head)
{
    struct object object = { 0 };

    TRY(json_read_object(cx, text, &object.members, &object.count));
    head->digest = text_of(&object, "digest");
    if (!number_of(&object, "county", &head->county) ||
        !number_of(&object, "last_id", &head->last_id))
        return not_a_manifest(cx, "journal");
    return NULL;
}

static struct error *read_heads(struct context *cx, str text, struct manifest *manifest)
{
    str *items;

    TRY(json_read_array(cx, text, MANIFEST_HEADS_MAX, &items, &manifest->head_count));
    manifest->heads = arena_array(cx->arena, struct journal_head, manifest->head_count);
    for (size_t i = 0; i < manifest->head_count; i++)
        TRY(read_head(cx, items[i], &manifest->heads[i]));
    return NULL;
}

static bool read_engine(const struct object *object, struct manifest *manifest)
{
    str engine = text_of(object, "engine");

    for (int i = 0; i < DB_ENGINES; i++)
        if (str_eq(engine, str_of(engine_names[i]))) {
            manifest->engine = (enum db_engine)i;
            return true;
        }
    return false;
}

static bool read_numbers(const struct object *object, struct manifest *manifest)
{
    int64_t has_key;

    if (!number_of(object, "has_key", &has_key) ||
        !number_of(object, "schema", &manifest->schema) ||
        !number_of(object, "database_bytes", &manifest->database_bytes) ||
        !number_of(object, "files", &manifest->file_count) ||
        !number_of(object, "file_bytes", &manifest->file_bytes) ||
        !number_of(object, "missing", &manifest->missing))
        return false;
    manifest->has_key = has_key == 1;
    return true;
}

static bool is_database_file(str name)
{
    return str_eq(name, S("database.db")) || str_eq(name, S("database.dump"));
}

struct error *manifest_read(struct context *cx, str text, struct manifest *manifest)
{
    struct object object = { 0 };
    struct manifest read = { 0 };
    int64_t format;

    TRY(json_read_object(cx, text, &object.members, &object.count));
    if (!number_of(&object, "format", &format) || format != FORMAT)
        return fail(cx, ERROR_CONFLICT, "这份备份的格式本程序不认识，请用做它的那一版程序。");
    read.name = text_of(&object, "name");
    read.database = text_of(&object, "database");
    read.key_digest = text_of(&object, "key_digest");
    if (!backup_name_read(read.name, &(instant){ 0 }))
        return not_a_manifest(cx, "name");
    if (!instant_read(text_of(&object, "made_at"), &read.made_at))
        return not_a_manifest(cx, "made_at");
    if (!read_engine(&object, &read) || !is_database_file(read.database))
        return not_a_manifest(cx, "database");
    if (!read_numbers(&object, &read) || (read.has_key && !is_digest(read.key_digest)))
        return not_a_manifest(cx, "numbers");
    TRY(read_counts(cx, text_of(&object, "records"), &read));
    TRY(read_heads(cx, text_of(&object, "journal"), &read));
    *manifest = read;
    return NULL;
}

int64_t manifest_records(const struct manifest *manifest)
{
    int64_t records = 0;

    for (size_t i = 0; i < manifest->count_count; i++)
        records += manifest->counts[i].count;
    return records;
}

/* Names */

str backup_name(struct context *cx, instant made_at)
{
    struct buf digits = { .arena = cx->arena };
    struct buf name = { .arena = cx->arena };

    instant_write(made_at, &digits);
    buf_add(&name, S("xiangzhi-"));
    for (size_t i = 0; i < digits.length; i++) {
        if (digits.data[i] >= '0' && digits.data[i] <= '9')
            buf_add_char(&name, digits.data[i]);
        else if (digits.data[i] == ' ')
            buf_add_char(&name, '-');
    }
    return buf_str(&name);
}

bool backup_name_read(str name, instant *made_at)
{
    char text[] = "....-..-.. ..:..:..";
    size_t at = PREFIX_CHARACTERS;

    if (name.length != NAME_CHARACTERS || !str_starts(name, S("xiangzhi-")) ||
        name.data[PREFIX_CHARACTERS + 8] != '-')
        return false;
    for (size_t i = 0; i < sizeof text - 1; i++) {
        if (text[i] == ' ')
            at++;
        if (text[i] != '.')
            continue;
        text[i] = name.data[at++];
        if (text[i] < '0' || text[i] > '9')
            return false;
    }
    return instant_read(str_of(text), made_at);
}

/* Sums */

/* manifest.json, database.db, database.dump, key, files/ab/(62 digits). */
static bool is_path(str path)
{
    if (str_eq(path, S(MANIFEST_FILE)) || str_eq(path, S(KEY_FILE)) || is_database_file(path))
        return true;
    if (path.length != sizeof "files/ab/" - 1 + DIGEST_CHARACTERS - 2 ||
        !str_starts(path, S("files/")) || path.data[8] != '/')
        return false;
    char digest[DIGEST_CHARACTERS];
    memcpy(digest, path.data + 6, 2);
    memcpy(digest + 2, path.data + 9, DIGEST_CHARACTERS - 2);
    return is_digest((str){ digest, sizeof digest });
}

bool sums_next(str *text, struct sum *sum)
{
    str line, rest;

    if (!str_cut(*text, '\n', &line, &rest))
        return false;
    str digest = str_slice(line, 0, DIGEST_CHARACTERS);
    str path = str_slice(line, DIGEST_CHARACTERS + 2, line.length);
    if (!is_digest(digest) || !is_path(path) ||
        memcmp(line.data + DIGEST_CHARACTERS, "  ", 2) != 0)
        return false;
    *sum = (struct sum){ digest, path };
    *text = rest;
    return true;
}

str evidence_place(struct context *cx, str digest)
{
    return arena_printf(cx->arena, "files/%.*s/%.*s", STR_ARG(str_slice(digest, 0, 2)),
                        STR_ARG(str_slice(digest, 2, digest.length)));
}
