/* SPDX-License-Identifier: Apache-2.0 */
/* Who is reading the rows of an import that keeps them as they come. */
#include "app/app.h"
#include "app/importing.h"

#include "base/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static struct error *open_lock(struct context *cx, int *file)
{
    const char *path = arena_printf(cx->arena, "%s/import.lock", cx->app->folder).data;

    *file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    return *file < 0 ? file_error(cx, "打不开", path) : NULL;
}

void import_leave_feed(int *feed)
{
    if (*feed >= 0)
        close(*feed);
    *feed = -1;
}

struct error *import_hold_feed(struct context *cx, int *feed)
{
    TRY(open_lock(cx, feed));
    if (flock(*feed, LOCK_EX | LOCK_NB) != 0)
        import_leave_feed(feed);
    return NULL;
}

/* Without a folder there is nobody else. */
bool import_is_fed(struct context *cx)
{
    CLEANUP(import_leave_feed) int feed = -1;

    if (cx->app == NULL || cx->app->folder == NULL)
        return false;
    return import_hold_feed(cx, &feed) == NULL && feed < 0;
}
