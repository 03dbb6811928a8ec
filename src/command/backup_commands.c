/* SPDX-License-Identifier: Apache-2.0 */
/* backup and restore. */
#include "command/backup_commands.h"

#include "app/backup.h"
#include "app/restore.h"
#include "base/file.h"

#include <stdio.h>
#include <unistd.h>

enum { KEEP_MAX = 1000 };

static const char LAST_DRILL[] = "last-drill.txt";

struct error *read_keep(struct context *cx, const char *text, int *keep)
{
    int64_t number;

    if (!str_read_integer(str_of(text), &number) || number < 1 || number > KEEP_MAX)
        return usage_error(cx, "--keep 要在1到%d之间。", KEEP_MAX);
    *keep = (int)number;
    return NULL;
}

/* backup */

static struct error *rotate(struct context *cx, const char *target, const char *wish)
{
    size_t removed;
    int keep;

    TRY(read_keep(cx, wish, &keep));
    TRY(backups_rotate(cx, target, keep, &removed));
    if (removed > 0)
        printf("删了%zu份旧备份。\n", removed);
    return NULL;
}

struct error *run_backup(struct context *cx, struct app *app, const struct arguments *arguments)
{
    struct backup_options options = {
        .address = arguments->db,
        .folder = app_folder(cx, arguments->db),
        .without_key = arguments->without_key,
        .missing_allowed = arguments->allow_missing,
    };
    struct manifest made;

    (void)app;
    if (arguments->word_count != 1)
        return usage_error(cx, "要写一个放备份的文件夹。");
    if (arguments->keep != NULL)
        TRY(read_keep(cx, arguments->keep, &(int){ 0 }));
    options.target = arguments->words[0];
    context_set_now(cx, instant_now());
    TRY(backup_make(cx, &options, &made));
    printf("已备份：%s/%.*s\n%lld条记录，%lld个附件。\n", options.target, STR_ARG(made.name),
           (long long)manifest_records(&made), (long long)made.file_count);
    if (made.missing > 0)
        printf("有%lld个附件在原处就找不到了，没有备份。\n", (long long)made.missing);
    return arguments->keep == NULL ? NULL : rotate(cx, options.target, arguments->keep);
}

/* restore */

static struct error *write_page(struct context *cx, const struct drill *drill, const char *path)
{
    struct buf page = { .arena = cx->arena };

    drill_write_page(cx, drill, &page);
    (void)unlink(path);
    return file_write(cx, path, buf_str(&page));
}

/* The last drill is remembered beside the backups, when that folder can be written to. */
static void remember(struct context *cx, const char *backup, str report)
{
    const char *parent = path_exists(path_join(cx, backup, MANIFEST_FILE))
                             ? path_join(cx, backup, "..")
                             : backup;
    const char *path = path_join(cx, parent, LAST_DRILL);

    (void)unlink(path);
    forget(file_write(cx, path, report));
}

static struct error *report(struct context *cx, const struct arguments *arguments,
                            const struct drill *drill)
{
    struct buf text = { .arena = cx->arena };

    drill_write_text(cx, drill, &text);
    fwrite(text.data, 1, text.length, stdout);
    if (arguments->verify)
        remember(cx, arguments->words[0], buf_str(&text));
    if (arguments->report != NULL)
        TRY(write_page(cx, drill, arguments->report));
    if (drill->problem_count > 0)
        return fail(cx, ERROR_CONFLICT, "有%zu处不对，这份备份不能用。", drill->problem_count);
    return NULL;
}

struct error *run_restore(struct context *cx, struct app *app,
                          const struct arguments *arguments)
{
    struct restore_options options = {
        .to = arguments->to,
        .server = arguments->db,
        .key = arguments->key,
        .replace = arguments->replace,
    };
    struct drill drill;

    (void)app;
    if (arguments->word_count != 1)
        return usage_error(cx, "要写一份备份的文件夹。");
    if (arguments->verify == (arguments->to != NULL))
        return usage_error(cx, "要写 --verify（只演练）或 --to（恢复到哪里），只写一个。");
    options.backup = arguments->words[0];
    context_set_now(cx, instant_now());
    TRY(restore_run(cx, &options, &drill));
    return report(cx, arguments, &drill);
}
