/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gives every file of the directories named to a fuzz target, without a fuzzer.
 *
 * Each target is linked with this file, so that any compiler can replay what was once found.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_BYTES = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void stop(const char *path)
{
    perror(path);
    exit(EXIT_FAILURE);
}

/* The bytes lie at the end of a block of their own size, so that a read beyond them is seen. */
static void replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");

    if (file == NULL || fseek(file, 0, SEEK_END) != 0)
        stop(path);
    size_t size = (size_t)ftell(file);
    uint8_t *data = malloc(size + (size == 0));
    rewind(file);
    if (data == NULL || fread(data, 1, size, file) != size)
        stop(path);
    fclose(file);

    (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
}

static int replay_directory(const char *directory)
{
    struct dirent **entries;
    char path[PATH_BYTES];
    int replayed = 0;

    int count = scandir(directory, &entries, NULL, alphasort);
    if (count < 0)
        stop(directory);
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.') {
            snprintf(path, sizeof(path), "%s/%s", directory, entries[i]->d_name);
            fprintf(stderr, "%s\n", path); /* the last one named is the guilty one */
            replay_file(path);
            replayed++;
        }
        free(entries[i]);
    }
    free(entries);
    return replayed;
}

int main(int argc, char **argv)
{
    int passed = 0;

    for (int i = 1; i < argc; i++)
        passed += replay_directory(argv[i]);
    printf("%d passed, 0 failed\n", passed);
    return EXIT_SUCCESS;
}
