/* SPDX-License-Identifier: Apache-2.0 */
/* What the system administrator does with the accounts of others. */
#include "app/account_pages.h"

#include "app/account.h"
#include "app/account_parts.h"
#include "app/record_pages.h"
#include "base/json.h"
#include "record/form.h"

struct new_account {
    str login;
    str name;
    record_id person;
};

static const struct field fields[] = {
    { TEXT(new_account, login), .label = "登录名", .required = true, .max = 40,
      .help = "英文字母、数字、点、下划线或短横线，例如 zhangsan01。" },
    { TEXT(new_account, name), .label = "姓名", .required = true, .max = 40 },
    { REF(new_account, person), .label = "居民编号", .target = "resident",
      .help = "本人在居民台账里的编号，他的岗位就随之生效；不清楚可以不填。" },
};

const struct shape new_account_input = { SHAPE(new_account, fields) };

/* An initial password and its hash, made in the pool. */
struct initial {
    str password;
    str hash;
};

struct error *initial_password_prepare(struct context *cx, const struct request *request,
                                       struct response *response)
{
    struct initial *initial = arena_new(cx->arena, struct initial);

    (void)request;
    initial->password = password_initial(cx->arena);
    TRY(password_hash(cx, initial->password, &initial->hash));
    response->prepared = initial;
    return NULL;
}

/* Telling the initial password */

static void tell_json(const struct account *account, str password, struct response *response)
{
    struct buf *out = &response->body;

    response->bare = true;
    response->content_type = "application/json; charset=utf-8";
    buf_printf(out, "{\"id\":%lld,\"login\":", (long long)account->id);
    json_add_string(out, account->login);
    buf_add(out, S(",\"password\":"));
    json_add_string(out, password);
    buf_add(out, S("}\n"));
}

static void tell_page(struct context *cx, const struct account *account, str password,
                      struct response *response)
{
    struct buf *out = &response->body;

    response->title = S("初始密码");
    ui_heading(out, response->title, account->name);
    ui_notice(out, TONE_WAITING,
              S("初始密码只显示这一次。请当面或打电话告诉本人，首次登录时要改掉。"));
    ui_facts_begin(out);
    ui_fact(out, "登录名", account->login);
    ui_fact(out, "初始密码", password);
    ui_facts_end(out);
    ui_button_link(out, arena_printf(cx->arena, "/accounts/%lld", (long long)account->id),
                   S("已经告诉本人"), true);
}

static struct error *tell(struct context *cx, const struct request *request, record_id id,
                          struct response *response)
{
    const struct initial *initial = request->prepared;
    struct account account;

    TRY(store_get(cx, &account_type, id, &account));
    response->body.length = 0;
    if (request->wants_json)
        tell_json(&account, initial->password, response);
    else
        tell_page(cx, &account, initial->password, response);
    return NULL;
}

/* Opening an account */

struct error *account_new_page(struct context *cx, const struct request *request,
                               struct response *response)
{
    const struct error *refused = request->refused;
    struct new_account empty = { 0 };
    struct buf *out = &response->body;

    response->title = S("新增账号");
    ui_heading(out, response->title, S("开好后会显示初始密码。岗位由权限管理员另外给。"));
    if (refused != NULL)
        ui_problems(out, refused->message, refused->problems);
    ui_form_begin(out, S("/accounts"), cx->access->form_token, false);
    form_write(cx, out, &new_account_input,
               &(struct filled){
                   .record = &empty,
                   .typed = refused == NULL ? request->query : request->form,
                   .problems = refused == NULL ? NULL : refused->problems,
               });
    ui_form_end(out, S("开账号"), S("/accounts"));
    return NULL;
}

struct error *account_create_action(struct context *cx, const struct request *request,
                                    struct response *response)
{
    const struct new_account *input = request->input;
    const struct initial *initial = request->prepared;
    record_id id;

    TRY(account_create_hashed(cx, input->login, input->name, initial->hash, false, &id));
    if (input->person != 0)
        TRY(account_link(cx, id, input->person));
    response->status = request->wants_json ? 201 : 0;
    response->record = id;
    return tell(cx, request, id, response);
}

/* One account */

static struct error *write_posts(struct context *cx, const struct account *account,
                                 struct buf *out)
{
    struct post *posts;
    size_t count;

    TRY(posts_of(cx, account, &posts, &count));
    ui_section_begin(out, "posts", S("现任岗位"));
    if (count == 0)
        ui_empty(out, S("还没有岗位。"), (str){ 0 }, (str){ 0 });
    for (size_t i = 0; i < count; i++) {
        struct role role;
        TRY(role_get(cx, posts[i].role, &role));
        html(out, "<p>%.*s %.*s</p>\n", STR_ARG(place_called(cx, posts[i].place)),
             STR_ARG(role.title));
    }
    ui_section_end(out);
    return NULL;
}

static str action_path(struct context *cx, const struct account *account, const char *action)
{
    return arena_printf(cx->arena, "/accounts/%lld/%s", (long long)account->id, action);
}

static void write_buttons(struct context *cx, const struct account *account, struct buf *out)
{
    str token = cx->access->form_token;

    ui_actions_begin(out);
    ui_button_link(out, action_path(cx, account, "edit"), S("修改"), false);
    ui_confirm_button(out, action_path(cx, account, "reset"), token, S("重置密码"),
                      S("重置后原密码失效，本人会被退出。确定重置？"));
    if (instant_compare(account->locked_until, cx->now) > 0)
        ui_button(out, action_path(cx, account, "unlock"), token, S("解锁"), false);
    if (account->disabled)
        ui_button(out, action_path(cx, account, "enable"), token, S("重新启用"), false);
    else
        ui_confirm_button(out, action_path(cx, account, "disable"), token, S("停用"),
                          S("停用后本人马上被退出，不能再登录。确定停用？"));
    ui_actions_end(out);
}

struct error *account_page(struct context *cx, const struct request *request,
                           struct response *response)
{
    struct account account;
    struct buf *out = &response->body;

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(store_get(cx, &account_type, request->id, &account));
    response->title = account.name;
    ui_heading(out, account.name, S("账号"));
    facts_write(cx, out, &account_type.shape, &account);
    TRY(write_posts(cx, &account, out));
    if (access_allows_somewhere(cx, "accounts.write"))
        write_buttons(cx, &account, out);
    return NULL;
}

static struct error *back(struct context *cx, const struct request *request,
                          struct response *response)
{
    return redirect(response,
                    arena_printf(cx->arena, "/accounts/%lld", (long long)request->id));
}

struct error *account_reset_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    const struct initial *initial = request->prepared;

    TRY(account_set_hash(cx, request->id, initial->hash, false));
    return tell(cx, request, request->id, response);
}

struct error *account_disable_action(struct context *cx, const struct request *request,
                                     struct response *response)
{
    TRY(account_disable(cx, request->id));
    return back(cx, request, response);
}

struct error *account_enable_action(struct context *cx, const struct request *request,
                                    struct response *response)
{
    TRY(account_enable(cx, request->id));
    return back(cx, request, response);
}

struct error *account_unlock_action(struct context *cx, const struct request *request,
                                    struct response *response)
{
    TRY(account_unlock(cx, request->id));
    return back(cx, request, response);
}
