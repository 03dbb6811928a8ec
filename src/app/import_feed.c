/* SPDX-License-Identifier: Apache-2.0 */
/* Who is reading the rows of an import that keeps them as they come, and whether a server
 * shares the database.  Both are locks of files, which the system gives back. */
#include "app/app.h"
#include "app/importing.h"

#include "base/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static struct error *open_lock(struct context *cx, const char *name, int *file)
{
    const char *path = arena_printf(cx->arena, "%s/%s", cx->app->folder, name).data;

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
    TRY(open_lock(cx, "import.lock", feed));
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

struct error *import_note_server(struct context *cx, int *server)
{
    TRY(open_lock(cx, "serve.lock", server));
    (void)flock(*server, LOCK_SH);
    return NULL;
}

bool import_has_server(struct context *cx)
{
    CLEANUP(import_leave_feed) int server = -1;

    if (open_lock(cx, "serve.lock", &server) != NULL)
        return false;
    return flock(server, LOCK_EX | LOCK_NB) != 0;
}
