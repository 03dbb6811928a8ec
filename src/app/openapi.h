/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The description of the API for programs, OpenAPI 3.1, derived from routes and shapes.
 */
#ifndef APP_OPENAPI_H
#define APP_OPENAPI_H

#include "base/buf.h"

void openapi_write(struct buf *out);

#endif
