/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Golden files: what the program derives, kept as text so that a change can be read.
 *
 * With XZ_GOLDEN=rewrite in the environment the files are written instead of compared.
 */
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_BYTES = 512 };

static bool rewriting(void)
{
    const char *wish = getenv("XZ_GOLDEN");

    return wish != NULL && strcmp(wish, "rewrite") == 0;
}

static bool write_file(const char *path, str text)
{
    FILE *file = fopen(path, "w");

    if (file == NULL)
        return false;
    bool written = fwrite(text.data, 1, text.length, file) == text.length;
    return fclose(file) == 0 && written;
}

/* The line of the first difference between the file and the text, 0 when there is none. */
static int first_difference(FILE *file, str text)
{
    int line = 1;

    for (size_t i = 0; i < text.length; i++) {
        if (fgetc(file) != (unsigned char)text.data[i])
            return line;
        if (text.data[i] == '\n')
            line++;
    }
    return fgetc(file) == EOF ? 0 : line;
}

void test_check_golden(const char *file, int line, const char *name, str text)
{
    char path[PATH_BYTES];

    snprintf(path, sizeof(path), "tests/golden/%s", name);
    if (rewriting()) {
        if (!write_file(path, text))
            test_fail(file, line, "cannot write %s", path);
        return;
    }

    FILE *golden = fopen(path, "r");
    if (golden == NULL)
        test_fail(file, line, "there is no %s; `make golden` makes it", path);
    int difference = first_difference(golden, text);
    fclose(golden);
    if (difference > 0)
        test_fail(file, line,
                  "%s:%d differs; if that is meant, run `make golden` and read git diff", path,
                  difference);
}
