/* SPDX-License-Identifier: Apache-2.0 */
/* For libraries that are loaded before the C library and stand in for some of its functions. */
#ifndef TORTURE_NEXT_H
#define TORTURE_NEXT_H

#include <dlfcn.h>
#include <string.h>

/* Sets *function to what the next library calls by this name.  ISO C knows no conversion from
 * an object's address to a function's, so the bytes are copied. */
static inline void find_next(const char *name, void *function)
{
    void *found = dlsym(RTLD_NEXT, name);

    memcpy(function, &found, sizeof found);
}

#endif
