/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A disk that fails: loaded before the C library, it counts the syncs of a process, and refuses
 * to write or to sync while a file says so.
 *
 *     BAD_DISK=/tmp/disk LD_PRELOAD=bad_disk.so xiangzhi serve
 *
 * /tmp/disk holds a struct bad_disk as text: "writes EROFS's number, syncs EIO's number", both
 * 0 for a good disk, such as "30 0".  The syncs are counted in /tmp/disk.syncs, eight bytes.
 */
#include "tests/torture/next.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_llong nobody_counts;
static atomic_llong *syncs = &nobody_counts;

__attribute__((constructor)) static void open_counter(void)
{
    const char *path = getenv("BAD_DISK");
    char name[4096];

    if (path == NULL)
        return;
    (void)snprintf(name, sizeof name, "%s.syncs", path);
    int file = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || ftruncate(file, sizeof *syncs) != 0)
        abort();
    void *memory = mmap(NULL, sizeof *syncs, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory == MAP_FAILED)
        abort();
    syncs = memory;
    close(file);
}

/* The error for writes (0) or syncs (1); 0 while the disk is good. */
static int fault(int which)
{
    const char *path = getenv("BAD_DISK");
    char text[32] = { 0 };
    int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);

    if (file < 0)
        return 0;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    char *end = text;
    long numbers[2] = { 0 };
    for (int i = 0; i < 2 && length > 0; i++)
        numbers[i] = strtol(end, &end, 10);
    return (int)numbers[which];
}

static int refuse(int descriptor, int which)
{
    struct stat status;

    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode))
        return 0;
    return fault(which);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset)
{
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    int error = refuse(descriptor, 0);

    if (real == NULL)
        find_next("pwrite64", &real);
    if (error == 0)
        return real(descriptor, bytes, count, offset);
    errno = error;
    return -1;
}

static int sync_with(int (*real)(int), int descriptor)
{
    int error = refuse(descriptor, 1);

    atomic_fetch_add(syncs, 1);
    if (error == 0)
        return real(descriptor);
    errno = error;
    return -1;
}

int fsync(int descriptor)
{
    static int (*real)(int);

    if (real == NULL)
        find_next("fsync", &real);
    return sync_with(real, descriptor);
}

int fdatasync(int descriptor)
{
    static int (*real)(int);

    if (real == NULL)
        find_next("fdatasync", &real);
    return sync_with(real, descriptor);
}
