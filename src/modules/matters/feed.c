/* SPDX-License-Identifier: Apache-2.0 */
/* The same answer in XML and in JSON. */
#include "modules/matters/feed.h"

#include "base/json.h"
#include "html/html.h"

static void write_declaration(struct feed *feed)
{
    if (feed->out->length == 0)
        buf_add(feed->out, S("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"));
}

static void separate(struct feed *feed)
{
    if (feed->has_sibling)
        buf_add_char(feed->out, ',');
    feed->has_sibling = true;
}

void feed_list_begin(struct feed *feed, const char *list)
{
    if (feed->is_xml) {
        write_declaration(feed);
        buf_printf(feed->out, "<%s>\n", list);
    } else {
        buf_add_char(feed->out, '[');
    }
    feed->has_sibling = false;
}

void feed_inner_list_begin(struct feed *feed, const char *list)
{
    if (!feed->is_xml) {
        separate(feed);
        buf_printf(feed->out, "\"%s\":", list);
    }
    feed_list_begin(feed, list);
}

void feed_item_begin(struct feed *feed, const char *item)
{
    if (feed->is_xml) {
        buf_printf(feed->out, "<%s>\n", item);
    } else {
        separate(feed);
        buf_add_char(feed->out, '{');
    }
    feed->has_sibling = false;
}

void feed_whole_begin(struct feed *feed, const char *item)
{
    if (feed->is_xml)
        write_declaration(feed);
    feed->has_sibling = false;
    feed_item_begin(feed, item);
}

void feed_item_end(struct feed *feed, const char *item)
{
    if (feed->is_xml)
        buf_printf(feed->out, "</%s>\n", item);
    else
        buf_add_char(feed->out, '}');
    feed->has_sibling = true;
}

void feed_list_end(struct feed *feed, const char *list)
{
    if (feed->is_xml)
        buf_printf(feed->out, "</%s>\n", list);
    else
        buf_add_char(feed->out, ']');
    feed->has_sibling = true;
}

static void write_name(struct feed *feed, const char *name)
{
    separate(feed);
    buf_printf(feed->out, "\"%s\":", name);
}

void feed_text(struct feed *feed, const char *name, str text)
{
    if (feed->is_xml) {
        buf_printf(feed->out, "<%s>", name);
        html_text(feed->out, text);
        buf_printf(feed->out, "</%s>\n", name);
        return;
    }
    write_name(feed, name);
    if (str_is_empty(text))
        buf_add(feed->out, S("null"));
    else
        json_add_string(feed->out, text);
}

/* A value that needs no quoting in either. */
static void write_bare(struct feed *feed, const char *name, str value)
{
    if (feed->is_xml) {
        feed_text(feed, name, value);
        return;
    }
    write_name(feed, name);
    buf_add(feed->out, value);
}

void feed_integer(struct feed *feed, const char *name, int64_t number)
{
    write_bare(feed, name, arena_printf(feed->out->arena, "%lld", (long long)number));
}

void feed_boolean(struct feed *feed, const char *name, bool value)
{
    write_bare(feed, name, value ? S("true") : S("false"));
}
