/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts and posts of those who work in offices, and the accounts of the demonstration. */
#include "modules/sample/replay.h"
#include "modules/sample/sample.h"
#include "record/listing.h"

#include <stdio.h>

enum { YOUNGEST_OFFICIAL = 1996, OLDEST_OFFICIAL = 1966, DEMONSTRATION_ACCOUNTS_MAX = 100 };

static const char demonstration_password[] = "Xiangzhi-2026";

/* Before the first day of any place. */
static const char administrators_since[] = "2020-12-01";

struct desk_rule {
    const char *role;
    const char *word; /* of the demonstration's login, or NULL */
};

static const struct desk_rule desk_rules[DESKS] = {
    [DESK_OFFICE] = { "township_office", "office" },
    [DESK_DEPARTMENT] = { "township_department", "department" },
    [DESK_PARTY] = { "party_office", "party" },
    [DESK_HEAD] = { "township_head", "head" },
    [DESK_DISCIPLINE] = { "discipline_officer", "discipline" },
    [DESK_JUSTICE] = { "justice_office", "justice" },
    [DESK_CIVIL_AFFAIRS] = { "civil_affairs_office", NULL },
    [DESK_AGRICULTURE] = { "agriculture_office", NULL },
    [DESK_EMERGENCY] = { "emergency_office", NULL },
};

/* Who is a resident has the name of the register, the others one of their own. */
static str name_of_holder(struct replay *replay, record_id person)
{
    enum sex sex = chance_percent(&replay->chance, 60) ? SEX_MALE : SEX_FEMALE;

    if (person != 0)
        return record_called(replay->cx, &resident_type, person);
    int year = chance_between(&replay->chance, OLDEST_OFFICIAL, YOUNGEST_OFFICIAL);
    return replay_marked(replay, replay_name(replay, (str){ 0 }, sex, year));
}

/* The hash is made once: it takes long, which is its purpose. */
static struct error *make_hash(struct replay *replay)
{
    str hash;

    if (!str_is_empty(replay->demonstration_hash))
        return NULL;
    TRY(password_hash(replay->cx, str_of(demonstration_password), &hash));
    replay->demonstration_hash = arena_copy(replay->memory, hash);
    return NULL;
}

static struct error *show_in_demonstration(struct context *cx, record_id id)
{
    struct account account;

    TRY(store_get(cx, &account_type, id, &account));
    account.demonstration = true;
    return store_update(cx, &account_type, &account);
}

static struct error *open_account(struct replay *replay, str login, str name,
                                  bool in_demonstration, record_id *id)
{
    struct context *cx = replay->cx;

    if (!in_demonstration)
        return account_create_hashed(cx, login, name, (str){ 0 }, false, id);
    TRY(make_hash(replay));
    TRY(account_create_hashed(cx, login, name, replay->demonstration_hash, true, id));
    return show_in_demonstration(cx, *id);
}

struct error *replay_open_desk(struct replay *replay, const char *role, str place,
                               record_id person, const char *word, record_id *account)
{
    struct context *cx = replay->cx;
    str login = word != NULL ? arena_printf(cx->arena, "%s_%s", replay->scene->name, word)
                             : arena_printf(cx->arena, "%s.%.*s", role, STR_ARG(place));
    struct post post = { .place = place, .role = str_of(role), .person = person };

    TRY(replay_as(replay, replay->system_administrator));
    TRY(open_account(replay, login, name_of_holder(replay, person), word != NULL,
                     &post.account));
    if (person != 0)
        TRY(account_link(cx, post.account, person));
    TRY(replay_as(replay, replay->rights_administrator));
    TRY(post_give(cx, &post));
    *account = post.account;
    return replay_done(replay);
}

/* The administrators */

static struct error *open_administrator(struct replay *replay, const char *role,
                                        record_id *account)
{
    struct context *cx = replay->cx;
    struct post post = { .role = str_of(role) };
    struct account existing;
    bool found;

    TRY(account_find(cx, str_of(role), &existing, &found));
    *account = existing.id;
    if (found)
        return NULL;
    TRY(open_account(replay, str_of(role), name_of_holder(replay, 0), true, account));
    post.account = *account;
    TRY(post_give(cx, &post));
    return replay_done(replay);
}

struct error *replay_administrators(struct replay *replay)
{
    record_id auditor;

    replay_set_day(replay, replay_date(administrators_since));
    replay_as_program(replay);
    TRY(open_administrator(replay, "system_administrator", &replay->system_administrator));
    TRY(open_administrator(replay, "rights_administrator", &replay->rights_administrator));
    return open_administrator(replay, "auditor", &auditor);
}

/* The offices of the county and the townships */

static struct error *open_township(struct replay *replay, struct township *township)
{
    bool is_shown = str_eq(township->key, str_of(replay->scene->township));

    for (size_t i = 0; i < DESKS; i++)
        TRY(replay_open_desk(replay, desk_rules[i].role, township->key, 0,
                             is_shown ? desk_rules[i].word : NULL, &township->desks[i]));
    return NULL;
}

struct error *replay_desks(struct replay *replay)
{
    str county = str_slice(str_of(replay->scene->place), 0, 6);

    replay_set_day(replay, replay_date(replay->scene->begins_on));
    TRY(replay_open_desk(replay, "county_office", county, 0, "county", &replay->county_office));
    TRY(replay_open_desk(replay, "county_department", county, 0, NULL,
                         &replay->county_department));
    for (size_t i = 0; i < replay->township_count; i++)
        TRY(open_township(replay, &replay->townships[i]));
    replay_say(replay, "机关岗位", 2 + replay->township_count * DESKS);
    return NULL;
}

/* Telling who there is */

static struct error *print_account(struct context *cx, const struct account *account)
{
    struct post *posts;
    size_t count;

    TRY(posts_of(cx, account, &posts, &count));
    printf("  %-24.*s", STR_ARG(account->login));
    for (size_t i = 0; i < count; i++) {
        struct role role;
        TRY(role_get(cx, posts[i].role, &role));
        printf("%s%.*s %.*s", i > 0 ? "、" : "", STR_ARG(place_called(cx, posts[i].place)),
               STR_ARG(role.title));
    }
    printf("\n");
    return NULL;
}

struct error *sample_print_accounts(struct context *cx)
{
    struct listing listing = { .type = &account_type,
                               .limit = DEMONSTRATION_ACCOUNTS_MAX,
                               .ascending = true };
    struct account *accounts;
    size_t count;
    str next;

    TRY(filters_read(cx, &account_type, S("demonstration=true"), listing.filters,
                     &listing.filter_count));
    TRY(listing_rows(cx, &listing, &accounts, &count, &next));
    if (count == 0)
        return NULL;
    printf("演示账号（人都是虚构的，密码都是 %s）：\n", demonstration_password);
    for (size_t i = 0; i < count; i++)
        TRY(print_account(cx, &accounts[i]));
    return NULL;
}
