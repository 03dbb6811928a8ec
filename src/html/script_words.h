/* SPDX-License-Identifier: Apache-2.0 */
/* What the scripts of a page say, in another language than Chinese. */
#ifndef HTML_SCRIPT_WORDS_H
#define HTML_SCRIPT_WORDS_H

#include "html/layout.h"

/* {"取消":"Cancel", ...}: what say() of assets/bundles/parts/words.js looks up, no more than
 * the scripts of this page need. */
str script_words(struct arena *arena, const struct layout *layout);

#endif
