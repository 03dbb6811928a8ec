/* SPDX-License-Identifier: Apache-2.0 */
/* Places for the inputs of forms: what somebody types, as a list to choose from. */
#include "modules/places/place_parts.h"

#include "app/access.h"
#include "base/json.h"

enum { WORDS_MAX = 20 };

const struct query place_suggestions = {
    .of = &place_type,
    .sql = "where key >= $1 and key < $2 and length(key) >= $3 and length(key) <= $4 "
           "and (name like $5 or key = $6) and closed_on is null order by key limit 20",
};

/* % and _ mean something to the database and nothing to people. */
static str pattern_of(struct context *cx, str words)
{
    struct buf pattern = { .arena = cx->arena };
    str shown = str_first(str_trim(words), WORDS_MAX);

    buf_add_char(&pattern, '%');
    for (size_t i = 0; i < shown.length; i++)
        if (shown.data[i] != '%' && shown.data[i] != '_')
            buf_add_char(&pattern, shown.data[i]);
    buf_add_char(&pattern, '%');
    return buf_str(&pattern);
}

struct error *place_search(struct context *cx, str words, str scope, bool villages_only,
                           struct place **places, size_t *count)
{
    size_t village = place_level_rules[PLACE_VILLAGE].length;
    size_t deepest = place_level_rules[PLACE_MICRO_GRID].length;

    return query_rows(cx, &place_suggestions,
                      WITH(value_text(scope), value_text(key_end(cx->arena, scope)),
                           value_integer(villages_only ? (int64_t)village : 0),
                           value_integer(villages_only ? (int64_t)village : (int64_t)deepest),
                           value_text(pattern_of(cx, words)), value_text(str_trim(words))),
                      places, count);
}

static void write_suggestion(struct context *cx, const struct place *place, bool first,
                             struct buf *out)
{
    buf_add(out, first ? S("{\"value\":") : S(",{\"value\":"));
    json_add_string(out, place->key);
    buf_add(out, S(",\"text\":"));
    json_add_string(out, place_path(cx, place->key));
    buf_add_char(out, '}');
}

/* Officials choose among the places of their posts, everybody else among the villages. */
struct error *place_suggest_page(struct context *cx, const struct request *request,
                                 struct response *response)
{
    bool is_official = access_allows_somewhere(cx, "places.read");
    struct place *places;
    str scope = { 0 };
    size_t count;

    if (is_official)
        TRY(access_scope(cx, "places.read", (str){ 0 }, &scope));
    TRY(place_search(cx, request_param(request, "q"), scope, !is_official, &places, &count));
    response->bare = true;
    response->content_type = "application/json; charset=utf-8";
    buf_add_char(&response->body, '[');
    for (size_t i = 0; i < count; i++)
        write_suggestion(cx, &places[i], i == 0, &response->body);
    buf_add(&response->body, S("]\n"));
    return NULL;
}
