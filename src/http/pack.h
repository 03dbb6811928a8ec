/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies in a shorter form, for readers that say they can unpack it.
 */
#ifndef HTTP_PACK_H
#define HTTP_PACK_H

#include "http/message.h"

/* True when the reader's Accept-Encoding names the coding ("gzip", "br") and does not refuse it
 * by ;q=0. */
bool request_takes(const struct request *request, const char *coding);

/* Packs a body of text with gzip when the reader takes it and it is long enough to be worth it.
 * A response that has a Content-Encoding already stays as it is. */
void response_pack(const struct request *request, struct response *response);

#endif
