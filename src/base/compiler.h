/* SPDX-License-Identifier: Apache-2.0 */
/* The few extensions of gcc and clang that the code uses, by name. */
#ifndef BASE_COMPILER_H
#define BASE_COMPILER_H

/* The compiler warns when the answer is ignored. */
#define MUST_USE __attribute__((warn_unused_result))

/* The compiler checks the arguments as for printf. */
#define PRINTF(text, first) __attribute__((format(printf, text, first)))

/* Calls function with the variable's address when it goes out of scope. */
#define CLEANUP(function) __attribute__((cleanup(function), unused))

/* A function that runs before main. */
#define AT_START __attribute__((constructor))

/* A function that does not come back. */
#define NO_RETURN __attribute__((noreturn))

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
