/* SPDX-License-Identifier: Apache-2.0 */
/* The texts of reports: taking them to pieces comes to an end and keeps every byte. */
#include "modules/reports/report_text.h"
#include "paper/paper.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool lies_within(str part, str whole)
{
    return part.length == 0 ||
           (part.data >= whole.data && part.data + part.length <= whole.data + whole.length);
}

/* A reference is longer than its name by the braces at least. */
static size_t smallest_length(const struct piece *piece)
{
    return str_is_empty(piece->name) ? piece->literal.length : 4 + piece->fixed.length;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str text = { (const char *)data, size };
    str rest = text;
    struct piece piece;

    for (size_t before = rest.length; piece_next(&rest, &piece); before = rest.length) {
        assert(rest.length < before && lies_within(rest, text));
        assert(smallest_length(&piece) <= before - rest.length);
        assert(lies_within(piece.literal, text) && lies_within(piece.fixed, text));
    }
    assert(paper_heading_level(text) <= 3);
    return 0;
}
