/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The form token: what a form carries to show that it comes from a page of ours.
 *
 * Pages are packed, and how short a packed page becomes tells what stands in it twice.  Whoever
 * can have words of his own written on a page could guess the token that way, letter by letter.
 * So each page has it in another disguise.
 */
#ifndef APP_FORM_TOKEN_H
#define APP_FORM_TOKEN_H

#include "base/context.h"

/* The token, hexadecimal digits, in a disguise of its own: twice as long. */
str form_token_mask(struct context *cx, str token);

/* True when sent is the token in one of its disguises, or the token itself. */
bool form_token_is(struct context *cx, str sent, str token);

#endif
