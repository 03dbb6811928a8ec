/* SPDX-License-Identifier: Apache-2.0 */
/* Moving a whole installation from one database to another. */
#include "app/migrate.h"

#include "app/app.h"
#include "app/figure.h"
#include "app/journal.h"
#include "app/upgrade.h"
#include "base/hash.h"
#include "record/search.h"

#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BATCH_ROWS = 2000, KEY_MAX = 4, SECONDS_BETWEEN_LINES = 2, TOLD_MAX = 20 };

struct migration {
    struct context from;
    struct context to;
    const struct moved_table *tables;
    size_t table_count;
    FILE *out;
    time_t told_at;
};

/* What is moved */

static const struct moved_table own_tables[] = {
    { .name = "series", .columns = "county, place, name, year, number" },
    { .name = "submissions", .columns = "sender, uuid, sent_on, location, record" },
    { .name = "chains", .columns = "county, last_id, digest" },
    { .name = "journal_days",
      .columns = "county, day, entries, after_id, last_id, previous, head" },
    { .name = "totals", .columns = "county, place, period, amounts" },
    { .name = "split_totals", .columns = "county, place, figure, period, share, value" },
    { .name = "import_rows",
      .columns =
          "county, import, number, line, deed, record, version, content, outcome, said" },
    { .name = "import_changes", .columns = "county, import, type, record, version, content" },
    { .name = "import_totals", .columns = "county, import, place, period, amounts" },
    { .name = "import_split_totals",
      .columns = "county, import, place, figure, period, share, value" },
};

static struct moved_table table_of(struct context *cx, const struct record_type *type)
{
    bool scoped = type->place != NULL;
    str columns = type_columns(cx, type);

    return (struct moved_table){
        .type = type,
        .name = type->table,
        .columns = arena_text(cx->arena, arena_printf(cx->arena, "%.*s%s", STR_ARG(columns),
                                                      scoped ? ", county" : "")),
    };
}

const struct moved_table *moved_tables(struct context *cx, size_t *count)
{
    size_t types = 0;

    while (types_all()[types] != NULL)
        types++;
    struct moved_table *tables =
        arena_array(cx->arena, struct moved_table, types + COUNT(own_tables));
    for (size_t i = 0; i < types; i++)
        tables[i] = table_of(cx, types_all()[i]);
    memcpy(tables + types, own_tables, sizeof own_tables);
    *count = types + COUNT(own_tables);
    return tables;
}

/* The columns of a table's primary key in the source, with commas between: rows are read in its
 * order. */
static struct error *find_key(struct context *from, const char *table, const char **key)
{
    static const char sqlite[] = "select group_concat(name, ', ') from (select name "
                                 "from pragma_table_info($1) where pk > 0 order by pk)";
    static const char postgres[] =
        "select string_agg(a.attname::text, ', ' order by k.number) "
        "from pg_index i cross join unnest(i.indkey) with ordinality k(column_number, number) "
        "join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.column_number "
        "where i.indisprimary and i.indrelid = $1::regclass";
    struct result result;

    TRY(db_query(from, db_engine(from->db) == DB_SQLITE ? sqlite : postgres,
                 WITH(value_text(str_of(table))), &result));
    *key = arena_text(from->arena, result_text(&result, 0, 0));
    return NULL;
}

static struct error *count_rows(struct context *cx, const char *table, const char *suffix,
                                int64_t *count)
{
    struct buf sql = { .arena = cx->arena };

    buf_printf(&sql, "select count(*) from %s%s%c", table, suffix, '\0');
    return query_number(cx, sql.data, NULL, 0, count);
}

/* How far a table has come: the key of the last row, each value with its kind before it and a
 * line feed after it. */

static str next_name(str *list)
{
    str name;

    str_cut(*list, ',', &name, list);
    return str_trim(name);
}

static size_t column_at(const char *columns, str wanted)
{
    str rest = str_of(columns);
    size_t at = 0;

    while (!str_eq(next_name(&rest), wanted))
        at++;
    return at;
}

static str position_of(struct context *cx, const struct moved_table *table, const char *key,
                       const struct result *rows)
{
    struct buf out = { .arena = cx->arena };
    str keys = str_of(key);

    while (!str_is_empty(keys)) {
        struct value value =
            result_value(rows, rows->rows - 1, column_at(table->columns, next_name(&keys)));
        if (value.kind == VALUE_INTEGER)
            buf_printf(&out, "i%lld\n", (long long)value.integer);
        else
            buf_printf(&out, "t%.*s\n", STR_ARG(value.text));
    }
    return buf_str(&out);
}

static size_t read_position(str position, struct value *values)
{
    size_t count = 0;

    while (!str_is_empty(position) && count < KEY_MAX) {
        str item;
        int64_t number;
        str_cut(position, '\n', &item, &position);
        str text = str_slice(item, 1, item.length);
        values[count++] = item.data[0] == 'i' && str_read_integer(text, &number)
                              ? value_integer(number)
                              : value_text(text);
    }
    return count;
}

static struct error *find_position(struct context *to, const char *table, str *position)
{
    struct result result;

    TRY(db_query(to, "select position from migration where name = $1",
                 WITH(value_text(str_of(table))), &result));
    *position = result.rows > 0 ? result_text(&result, 0, 0) : (str){ 0 };
    return NULL;
}

static struct error *keep_position(struct context *to, const char *table, str position)
{
    return db_run(to,
                  "insert into migration (name, position) values ($1, $2) "
                  "on conflict (name) do update set position = excluded.position",
                  WITH(value_text(str_of(table)), value_text(position)));
}

/* Moving one table */

static const char *batch_sql(struct context *from, const struct moved_table *table,
                             const char *key, size_t key_count)
{
    struct buf sql = { .arena = from->arena };

    buf_printf(&sql, "select %s from %s", table->columns, table->name);
    for (size_t i = 0; i < key_count; i++) {
        if (i == 0)
            buf_printf(&sql, " where (%s) > (", key);
        buf_printf(&sql, "%s$%zu", i == 0 ? "" : ", ", i + 1);
    }
    buf_printf(&sql, "%s order by %s limit %d%c", key_count > 0 ? ")" : "", key, BATCH_ROWS,
               '\0');
    return sql.data;
}

struct batch {
    const struct moved_table *table;
    const char *key;
    struct result rows;
};

static struct error *keep_batch(struct context *to, void *closure)
{
    const struct batch *batch = closure;
    const struct moved_table *table = batch->table;

    TRY(db_load(to, table->name, table->columns, &batch->rows));
    if (table->type != NULL)
        TRY(search_load(to, table->type, &batch->rows));
    return keep_position(to, table->name, position_of(to, table, batch->key, &batch->rows));
}

static void tell_progress(struct migration *migration, size_t index, int64_t moved,
                          int64_t total)
{
    const struct moved_table *table = &migration->tables[index];

    if (total == 0 ||
        (moved < total && time(NULL) - migration->told_at < SECONDS_BETWEEN_LINES))
        return;
    fprintf(migration->out, "[%zu/%zu] %s %s：%lld/%lld\n", index + 1, migration->table_count,
            table->type != NULL ? table->type->title : "簿记", table->name, (long long)moved,
            (long long)total);
    fflush(migration->out);
    migration->told_at = time(NULL);
}

static struct error *move_batch(struct migration *migration, const struct moved_table *table,
                                const char *key, size_t *moved)
{
    struct batch batch = { .table = table, .key = key };
    struct value values[KEY_MAX];
    str position;

    TRY(find_position(&migration->to, table->name, &position));
    size_t key_count = read_position(position, values);
    TRY(db_query(&migration->from, batch_sql(&migration->from, table, key, key_count), values,
                 key_count, &batch.rows));
    *moved = batch.rows.rows;
    return *moved == 0 ? NULL : db_transaction(&migration->to, keep_batch, &batch);
}

static struct error *move_table(struct migration *migration, size_t index)
{
    const struct moved_table *table = &migration->tables[index];
    int64_t moved, total;
    const char *key;

    TRY(find_key(&migration->from, table->name, &key));
    TRY(count_rows(&migration->from, table->name, "", &total));
    TRY(count_rows(&migration->to, table->name, "", &moved));
    for (size_t count = BATCH_ROWS; count == BATCH_ROWS;) {
        struct arena_mark mark = arena_mark(migration->to.arena);
        TRY(move_batch(migration, table, key, &count));
        moved += (int64_t)count;
        tell_progress(migration, index, moved, total);
        arena_rewind(migration->to.arena, mark);
    }
    return NULL;
}

/* The source */

/* SQLite keeps a lock on this byte of FILE-shm while a process has the database open. */
static pid_t process_with_file_open(struct context *cx, const char *path)
{
    enum { OPEN_BYTE = 128 };
    const char *shared = arena_text(cx->arena, arena_printf(cx->arena, "%s-shm", path));
    struct flock lock = {
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = OPEN_BYTE, .l_len = 1
    };
    int file = open(shared, O_RDWR | O_CLOEXEC);

    if (file < 0)
        return 0;
    bool is_held = fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    close(file);
    return is_held ? lock.l_pid : 0;
}

static struct error *refuse_served(struct context *cx, int64_t process)
{
    if (process == 0)
        return NULL;
    return fail(cx, ERROR_CONFLICT,
                "源数据库正在使用（进程%lld）。请先停止服务，再迁移，免得漏掉刚办的事。",
                (long long)process);
}

static struct error *refuse_served_postgres(struct context *from)
{
    int64_t process;

    TRY(query_number(from,
                     "select pid from pg_stat_activity where datname = current_database() "
                     "and application_name like 'xiangzhi-%' and pid <> pg_backend_pid() "
                     "limit 1",
                     NULL, 0, &process));
    return refuse_served(from, process);
}

/* From here to the end of the transaction nobody changes the source. */
static struct error *hold_still(struct migration *migration)
{
    struct context *from = &migration->from;

    TRY(db_begin(from));
    TRY(upgrade_run(from, NULL, NULL));
    for (size_t i = 0; db_engine(from->db) == DB_POSTGRES && i < migration->table_count; i++)
        TRY(db_script(from, arena_printf(from->arena, "lock table %s in share mode%c",
                                         migration->tables[i].name, '\0')
                                .data));
    return NULL;
}

static struct error *open_source(struct migration *migration, const char *address)
{
    struct context *from = &migration->from;
    bool found;

    if (!db_address_is_postgres(address))
        TRY(refuse_served(from, process_with_file_open(from, address)));
    TRY(db_open(from, address, DB_WRITE, &from->db));
    if (db_engine(from->db) == DB_POSTGRES)
        TRY(refuse_served_postgres(from));
    TRY(app_is_set_up(from, &found));
    if (!found)
        return fail(from, ERROR_NOT_FOUND, "源数据库 %s 里没有乡治的数据。", address);
    return hold_still(migration);
}

/* Tells one state of the source from another: rows, ids and versions of all tables. */
static struct error *fingerprint_of(struct migration *migration, str *fingerprint)
{
    struct context *from = &migration->from;
    struct buf text = { .arena = from->arena };

    for (size_t i = 0; i < migration->table_count; i++) {
        const struct moved_table *table = &migration->tables[i];
        struct result result;
        const char *sql =
            arena_printf(from->arena, "select count(*), coalesce(%s, 0)%s from %s%c",
                         table->type != NULL ? "max(id)" : "null",
                         table->type != NULL ? ", coalesce(sum(version), 0)" : "", table->name,
                         '\0')
                .data;
        TRY(db_query(from, sql, NULL, 0, &result));
        buf_add(&text, str_of(table->name));
        for (size_t column = 0; column < result.columns; column++)
            buf_printf(&text, " %lld", (long long)result_integer(&result, 0, column));
    }
    *fingerprint = digest_hex(from->arena, buf_str(&text));
    return NULL;
}

/* The target */

static struct error *make_target(struct context *to, void *closure)
{
    const str *fingerprint = closure;

    TRY(app_apply_schema(to));
    TRY(upgrade_note(to));
    TRY(db_script(to,
                  "create table migration (name text primary key, position text not null)"));
    return keep_position(to, "", *fingerprint);
}

static struct error *open_target(struct migration *migration, const char *address)
{
    struct context *to = &migration->to;
    str fingerprint, begun;
    bool found;

    TRY(db_open(to, address, DB_CREATE, &to->db));
    TRY(fingerprint_of(migration, &fingerprint));
    TRY(app_is_set_up(to, &found));
    if (!found)
        return db_transaction(to, make_target, &fingerprint);
    TRY(app_is_unfinished(to, &found));
    if (!found)
        return fail(to, ERROR_CONFLICT,
                    "目标数据库 %s 里已有数据，没有改动它。请换一个空的数据库。", address);
    TRY(find_position(to, "", &begun));
    if (!str_eq(begun, fingerprint))
        return fail(to, ERROR_CONFLICT,
                    "目标数据库里有一次没做完的迁移，但源数据库在那以后变了，或者不是同一个。"
                    "请把目标数据库清空，从头迁移。");
    fprintf(migration->out, "接着上次中断的地方继续。\n");
    return NULL;
}

/* The end */

static struct error *continue_ids(struct context *to)
{
    if (db_engine(to->db) != DB_POSTGRES)
        return NULL;
    for (const struct record_type *const *type = types_all(); *type != NULL; type++)
        TRY(db_run(to,
                   arena_printf(to->arena,
                                "select setval('%s_ids', greatest(1, "
                                "(select max(id %% 10000000000) from %s)))%c",
                                (*type)->table, (*type)->table, '\0')
                       .data,
                   NULL, 0));
    return db_script(to, "analyze");
}

struct comparison {
    FILE *out;
    int64_t wrong;
};

static void tell_wrong(struct comparison *comparison, const char *format, ...) PRINTF(2, 3);

static void tell_wrong(struct comparison *comparison, const char *format, ...)
{
    va_list arguments;

    if (++comparison->wrong > TOLD_MAX)
        return;
    va_start(arguments, format);
    vfprintf(comparison->out, format, arguments);
    va_end(arguments);
}

static struct error *compare_counts(struct migration *migration, struct comparison *comparison)
{
    for (size_t i = 0; i < migration->table_count; i++) {
        const struct moved_table *table = &migration->tables[i];
        int64_t there, here, found;
        TRY(count_rows(&migration->from, table->name, "", &there));
        TRY(count_rows(&migration->to, table->name, "", &here));
        if (there != here)
            tell_wrong(comparison, "%s 不符：源有%lld行，目标有%lld行\n", table->name,
                       (long long)there, (long long)here);
        if (table->type == NULL || !type_is_searchable(table->type))
            continue;
        TRY(count_rows(&migration->to, table->name, "_words", &found));
        if (found != here)
            tell_wrong(comparison, "%s 的检索词不符：应有%lld行，实有%lld行\n", table->name,
                       (long long)here, (long long)found);
    }
    return NULL;
}

static void total_differs(const struct total_difference *difference, void *closure)
{
    tell_wrong(closure, "数字不符：%.*s %.*s%s%.*s %lld 存的是%lld，应为%lld\n",
               STR_ARG(difference->place), STR_ARG(difference->figure),
               str_is_empty(difference->share) ? "" : " ", STR_ARG(difference->share),
               (long long)difference->period, (long long)difference->kept,
               (long long)difference->computed);
}

static void chain_is_broken(record_id entry, void *closure)
{
    tell_wrong(closure, "操作记录断了链：第%lld条\n", (long long)entry);
}

static struct error *compare(struct migration *migration)
{
    struct comparison comparison = { .out = migration->out };
    int64_t totals, entries;

    fprintf(migration->out, "核对行数、合计数和操作记录的链……\n");
    fflush(migration->out);
    TRY(compare_counts(migration, &comparison));
    TRY(figures_verify(&migration->to, total_differs, &comparison, &totals));
    TRY(journal_verify(&migration->to, chain_is_broken, &comparison, &entries));
    if (comparison.wrong > 0)
        return fail(&migration->to, ERROR_CONFLICT,
                    "有%lld处不符，迁移没有完成，源数据库没有改动。"
                    "请先在源数据库上运行 xiangzhi verify，看是不是原来就不符。",
                    (long long)comparison.wrong);
    fprintf(migration->out, "核对了%zu张表、%lld个合计数和%lld条操作记录，全部相符。\n",
            migration->table_count, (long long)totals, (long long)entries);
    return NULL;
}

/* The folder of a source in a file lies beside it, also when XIANGZHI_FILES names the one of
 * the target. */
static const char *source_folder(struct context *cx, const char *address)
{
    const char *beside = arena_text(cx->arena, arena_printf(cx->arena, "%s.files", address));
    const char *key = arena_text(cx->arena, arena_printf(cx->arena, "%s/key", beside));

    if (!db_address_is_postgres(address) && access(key, F_OK) == 0)
        return beside;
    return app_folder(cx, address);
}

static struct error *migrate(struct migration *migration, const char *from, const char *to)
{
    struct context *cx = &migration->to;

    TRY(open_source(migration, from));
    TRY(open_target(migration, to));
    TRY(move_folder(cx, source_folder(cx, from), app_folder(cx, to), migration->out));
    for (size_t i = 0; i < migration->table_count; i++)
        TRY(move_table(migration, i));
    TRY(continue_ids(cx));
    TRY(compare(migration));
    TRY(db_script(cx, "drop table migration"));
    fprintf(migration->out, "迁移完成：%s\n", to);
    return NULL;
}

struct error *app_migrate(struct context *cx, const char *from, const char *to, FILE *out)
{
    struct migration migration = { .from = *cx, .to = *cx, .out = out };

    if (strcmp(from, to) == 0)
        return fail(cx, ERROR_INVALID, "--from 和 --to 是同一个数据库。");
    migration.from.db = migration.to.db = NULL;
    migration.tables = moved_tables(cx, &migration.table_count);
    struct error *error = migrate(&migration, from, to);
    if (migration.from.db != NULL && db_depth(migration.from.db) > 0)
        db_rollback(&migration.from);
    db_close(migration.from.db);
    db_close(migration.to.db);
    return error;
}
