/* SPDX-License-Identifier: Apache-2.0 */
/* Every component in every state on one page, for those who change or use html/. */
#ifndef HTML_GALLERY_H
#define HTML_GALLERY_H

#include "base/buf.h"

/* Writes the whole page, frame included.  Its text is invented; its forms lead nowhere. */
void gallery_write(struct buf *out, bool elder);

#endif
