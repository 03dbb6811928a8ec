/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the scripts of a page say.  tools/words.sh compares these lists with the scripts: what
 * NAME.js says stands in NAME_says, what the parts say in app_says.
 */
#include "html/script_words.h"

#include "base/json.h"

#include <string.h>

static const char *const app_says[] = {
    "取消",
    "看来是：%s",
    "上次没写完的还在。",
    "不要了，重新写",
    "是",
    "登录过期了。刚才写的已存在这部手机里，",
    "登录后自动发出",
    "没有网络。刚才写的已存在这部手机里，有网自动发出，不用再写。",
    "这部手机里有%s条还没发出，登录后自动发出",
    "%s条还没发出",
    "%s条还没发出，其中%s条要您看一下",
    "最早的一条已经存了%s天。手机可能会清掉存得太久的内容，请尽快到有网的地方打开本页。",
    "登录过期，没发出的要登录后才能发。",
    "去登录",
    "现在没有网络，这是%s存下的页面。",
    "还有%s条没有发出。退出后仍存在这部手机里，别人看不到，等您下次登录再发。现在退出吗？",
    "退出",
};

static const char *const elder_says[] = {
    "大一点",
    "小一点",
    "朗读",
    "停止朗读",
};

static const char *const outbox_says[] = {
    "不要了",
    "丢掉以后找不回来。确定不要这一条吗？",
    "改好再发",
    "您写的（%s）",
    "现在的情况（%s）",
    "打开看看",
    "等着发出（%s条）",
    "现在发",
    "最近发出的",
    "、",
    "这部手机里还有%s没发出的%s条，要本人登录后才能发。",
    "都发出去了，没有等着发的。",
};

static void add_words(struct buf *out, const char *const *sentences, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (out->length > 1)
            buf_add_char(out, ',');
        json_add_string(out, str_of(sentences[i]));
        buf_add_char(out, ':');
        json_add_string(out, words_for(str_of(sentences[i])));
    }
}

str script_words(struct arena *arena, const struct layout *layout)
{
    struct buf out = { .arena = arena };

    buf_add_char(&out, '{');
    add_words(&out, app_says, COUNT(app_says));
    if (layout->elder)
        add_words(&out, elder_says, COUNT(elder_says));
    if (layout->script != NULL && strcmp(layout->script, "outbox.js") == 0)
        add_words(&out, outbox_says, COUNT(outbox_says));
    buf_add_char(&out, '}');
    return buf_str(&out);
}
