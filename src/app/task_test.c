/* SPDX-License-Identifier: Apache-2.0 */
#include "app/account.h"
#include "app/task.h"
#include "tests/town.h"

/* Records of the common work to have something to do about: posts themselves will do.  Whoever
 * has posts.read, such as a clerk or a grid worker, is asked. */
static struct post a_record(struct context *cx, const char *holder)
{
    struct post post = { .place = S("421182102205"),
                         .role = S("villager_representative"),
                         .holder = str_of(holder) };

    CHECK_OK(account_create(cx, arena_printf(cx->arena, "holder%zu", arena_used(cx->arena)),
                            str_of(holder), S("Huaqiao-2026"), true, &post.account));
    CHECK_OK(post_give(cx, &post));
    return post;
}

static void ask(struct context *cx, const struct post *post, const char *place, const char *due)
{
    date due_on = { 0 };

    if (due != NULL)
        CHECK(date_read(str_of(due), &due_on));
    CHECK_OK(task_replace(cx, &post_type, post, "posts.read", str_of(place), "请核对", due_on));
}

static size_t mine(struct context *cx, struct task **tasks)
{
    size_t count;

    CHECK_OK(tasks_mine(cx, 20, tasks, &count));
    return count;
}

TEST("a to-do lies with who holds the permission at the very place")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post post = a_record(&cx, "王示例");
    struct task *tasks;

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    ask(&cx, &post, "421182102205", "2026-03-05");
    CHECK(mine(&cx, &tasks) == 1);
    CHECK_STR(tasks[0].title, "王示例");
    CHECK_STR(tasks[0].words, "请核对");
    CHECK_STR(tasks[0].type, "post");
    CHECK(tasks[0].record == post.id);

    test_sign_in_as(&cx, "village_clerk", "421182102206");
    CHECK(mine(&cx, &tasks) == 0);
    test_sign_in_as(&cx, "township_office", "421182102");
    CHECK(mine(&cx, &tasks) == 0);
    test_sign_in_as(&cx, "villager_representative", "421182102205");
    CHECK(mine(&cx, &tasks) == 0);
}

TEST("where nobody holds the permission, the next place above is asked")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post post = a_record(&cx, "王示例");
    struct task *tasks;

    test_sign_in_as(&cx, "township_office", "421182102");
    ask(&cx, &post, "421182102205001", "2026-03-05");
    CHECK(mine(&cx, &tasks) == 1);
    CHECK_STR(tasks[0].place, "421182102");

    test_sign_in_as(&cx, "grid_worker", "421182102205001");
    ask(&cx, &post, "421182102205001", "2026-03-05");
    CHECK(mine(&cx, &tasks) == 1);
}

TEST("a record has one to-do or none")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post post = a_record(&cx, "王示例");
    struct task *tasks;

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    ask(&cx, &post, "421182102205", "2026-03-05");
    ask(&cx, &post, "421182102205", "2026-03-06");
    CHECK(mine(&cx, &tasks) == 1);
    CHECK_OK(task_replace(&cx, &post_type, &post, NULL, S(""), NULL, (date){ 0 }));
    CHECK(mine(&cx, &tasks) == 0);
}

TEST("to-dos are counted and come in the order of their deadlines, those without one last")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post posts[] = { a_record(&cx, "甲"), a_record(&cx, "乙"), a_record(&cx, "丙"),
                            a_record(&cx, "丁") };
    struct task_counts counts;
    struct task *tasks;

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    ask(&cx, &posts[0], "421182102205", NULL);
    ask(&cx, &posts[1], "421182102205", "2026-03-09");
    ask(&cx, &posts[2], "421182102205", "2026-02-27");
    ask(&cx, &posts[3], "421182102205", "2026-03-02");
    CHECK(mine(&cx, &tasks) == 4);
    CHECK_STR(tasks[0].title, "丙");
    CHECK_STR(tasks[1].title, "丁");
    CHECK_STR(tasks[2].title, "乙");
    CHECK_STR(tasks[3].title, "甲");
    CHECK_OK(tasks_count(&cx, &counts));
    CHECK(counts.overdue == 1 && counts.today == 1 && counts.later == 2);
}

TEST("two posts at one place show a to-do once, posts at two places show both")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post first = a_record(&cx, "甲");
    struct post second = a_record(&cx, "乙");
    struct task_counts counts;
    struct task *tasks;

    test_sign_in_as(&cx, "secretary", "421182102205");
    test_give_post(&cx, "director", "421182102205");
    test_give_post(&cx, "grid_worker", "421182102205001");
    ask(&cx, &first, "421182102205", "2026-03-05");
    ask(&cx, &second, "421182102205001", "2026-03-04");
    CHECK(mine(&cx, &tasks) == 2);
    CHECK_STR(tasks[0].title, "乙");
    CHECK_OK(tasks_count(&cx, &counts));
    CHECK(counts.later == 2);
}

TEST("no more to-dos come than were asked for")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post posts[] = { a_record(&cx, "甲"), a_record(&cx, "乙") };
    struct task *tasks;
    size_t count;

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    ask(&cx, &posts[0], "421182102205", "2026-03-05");
    ask(&cx, &posts[1], "421182102205", "2026-03-04");
    CHECK_OK(tasks_mine(&cx, 1, &tasks, &count));
    CHECK(count == 1);
    CHECK_STR(tasks[0].title, "乙");
}

TEST("administrators, visitors and the system have nothing to do")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post post = a_record(&cx, "王示例");
    struct task *tasks;

    ask(&cx, &post, "421182102205", "2026-03-05");
    CHECK(mine(&cx, &tasks) == 0);
    cx.access = &access_of_public;
    CHECK(mine(&cx, &tasks) == 0);
    test_sign_in_as(&cx, "system_administrator", "");
    CHECK(mine(&cx, &tasks) == 0);
}

TEST("the day after a post has ended its to-dos go to the place above")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post post = a_record(&cx, "王示例");
    struct post clerk = { .place = S("421182102205"), .role = S("village_clerk") };
    struct task *tasks;
    bool more;

    CHECK_OK(
        account_create(&cx, S("clerk"), S("文书"), S("Huaqiao-2026"), true, &clerk.account));
    CHECK_OK(post_give(&cx, &clerk));
    test_sign_in_as(&cx, "township_office", "421182102");
    ask(&cx, &post, "421182102205", "2026-03-05");
    CHECK(mine(&cx, &tasks) == 0);
    CHECK_OK(post_end(&cx, clerk.id, cx.today, S("换届")));
    CHECK_OK(tasks_move_up(&cx, &more));
    CHECK(mine(&cx, &tasks) == 0);
    test_set_day(&cx, "2026-03-03");
    CHECK_OK(tasks_move_up(&cx, &more));
    CHECK(mine(&cx, &tasks) == 1 && !more);
}
