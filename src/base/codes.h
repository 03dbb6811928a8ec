/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The codes that officials write, and their check digits.
 */
#ifndef BASE_CODES_H
#define BASE_CODES_H

#include "base/date.h"

/* Citizen identity number, GB 11643: 17 digits and the check digit of ISO 7064 MOD 11-2.  Asks
 * about the normal form; see below.  NULL when it is right, else a sentence that says what is
 * wrong.  The area is not checked, it may be long abolished; nor is it checked that the birth
 * lies before today, which only the context knows. */
const char *id_number_refusal(str number);

/* Upper case X, no spaces; 15-digit numbers of before 1999 with the century and check digit
 * put in.  Anything else only loses its spaces; the refusal then says what is wrong. */
str id_number_normal(struct arena *arena, str number);

/* The birth and the sex in a normal form; no date and false when it is none. */
date id_number_birth(str number);
bool id_number_is_male(str number);

/* Unified social credit code, GB 32100-2015.  NULL when it is right, else a sentence. */
const char *credit_code_refusal(str code);

/* A mobile number of 11 digits or a fixed one with its area code, 07138123456 or 0713-8123456.
 * NULL when it is right, else a sentence. */
const char *phone_refusal(str phone);

/* What may be seen of them: 138****1234, and of an identity number the last four characters. */
str phone_masked(struct arena *arena, str phone);
str id_number_masked(struct arena *arena, str number);

#endif
