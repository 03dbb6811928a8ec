/* SPDX-License-Identifier: Apache-2.0 */
/* Every component in every state.  Each section is named after what it shows. */
#include "html/gallery.h"

#include "base/error.h"
#include "html/layout.h"
#include "html/ui_map.h"

static const struct ui_link menu[] = {
    { .href = S_INIT("#frame"), .text = S_INIT("首页"), .icon = "home", .current = true },
    { .href = S_INIT("#tasks"), .text = S_INIT("待办"), .icon = "todo", .note = S_INIT("3") },
    { .href = S_INIT("#table"), .text = S_INIT("诉求"), .icon = "matter" },
    { .href = S_INIT("#facts"), .text = S_INIT("住户"), .icon = "people" },
    { .href = S_INIT("#timeline"), .text = S_INIT("调解"), .icon = "dispute" },
    { .href = S_INIT("#figures"), .text = S_INIT("数字"), .icon = "figure" },
    { .href = S_INIT("#form"), .text = S_INIT("表单"), .icon = "file" },
    { .href = S_INIT("#qr"), .text = S_INIT("二维码"), .icon = "search" },
};

static const struct ui_link crumbs[] = {
    { .href = S_INIT("/"), .text = S_INIT("样例县") },
    { .href = S_INIT("/places"), .text = S_INIT("样例镇") },
    { .text = S_INIT("组件一览"), .current = true },
};

static void write_tones(struct buf *out)
{
    ui_section_begin(out, "tones", S("状态和提示"));
    html(out, "<p>");
    ui_badge(out, TONE_PLAIN, S("草稿"));
    ui_badge(out, TONE_WAITING, S("待受理"));
    ui_badge(out, TONE_WORKING, S("办理中"));
    ui_badge(out, TONE_GOOD, S("已办结"));
    ui_badge(out, TONE_LATE, S("已超期"));
    ui_badge(out, TONE_ENDED, S("已销号"));
    html(out, "</p>\n");
    ui_notice(out, TONE_PLAIN, S("公示期还有3天。"));
    ui_notice(out, TONE_WAITING, S("这件事还没有人受理。"));
    ui_notice(out, TONE_WORKING, S("正在整理导出的表格，好了会在待办里告诉您。"));
    ui_notice(out, TONE_GOOD, S("已经转给水利站，今天17:00前答复。"));
    ui_notice(out, TONE_LATE, S("已超过办理时限2个工作日。"));
    ui_notice(out, TONE_ENDED, S("本次会议已经结束，表决结果不能再改。"));
    ui_section_end(out);
}

static void write_facts(struct buf *out)
{
    ui_section_begin(out, "facts", S("事实"));
    ui_facts_begin(out);
    ui_fact(out, "编号", S("样例〔2026〕12号"));
    ui_fact(out, "户主", S("𠮷田 <b>&'\"</b>"));
    ui_fact(out, "没有内容的不出现", S(""));
    ui_fact_by_hand(out, "签字");
    ui_fact_begin(out, "状态");
    ui_badge(out, TONE_WORKING, S("办理中"));
    ui_fact_end(out);
    ui_fact(out, "情况", S("水渠垮了两处。\n下游二十亩田等水。\n\n希望插秧前修好。"));
    ui_facts_end(out);
    ui_section_end(out);
}

static void write_tasks(struct buf *out)
{
    ui_section_begin(out, "tasks", S("待办"));
    ui_tasks_begin(out);
    ui_task(out, S("#tasks"), S("三组水渠垮塌，田里等水"), TONE_LATE, S("超期2天"),
            S("三组 · 李桂芳反映 · 4月2日到期"));
    ui_task(out, S("#tasks"), S("路灯不亮"), TONE_WAITING, S("待受理"),
            S("一组 · 今天17:00前"));
    ui_task(out, S("#tasks"), S("没有状态也没有附注的一条"), TONE_PLAIN, S(""), S(""));
    ui_tasks_end(out);
    ui_empty(out, S("没有待办了。"), S("/matters/new"), S("记一件事"));
    ui_empty(out, S("还没有记录。"), S(""), S(""));
    ui_section_end(out);
}

static const struct ui_column columns[] = {
    { .label = "名称", .sort_href = S_INIT("?sort=title"), .sorted = 1 },
    { .label = "所在", .sort_href = S_INIT("?sort=place") },
    { .label = "日期", .sort_href = S_INIT("?sort=-date"), .sorted = -1 },
    { .label = "金额（元）", .number = true },
};

static void write_cell(struct buf *out, size_t which, str text)
{
    ui_cell_begin(out, &columns[which]);
    html_text(out, text);
    ui_cell_end(out);
}

static void write_row(struct buf *out, str title, str place, str day, str amount)
{
    ui_row_begin(out);
    ui_cell_begin(out, &columns[0]);
    html(out, "<a href='#table'>%.*s</a>", STR_ARG(title));
    ui_cell_end(out);
    write_cell(out, 1, place);
    write_cell(out, 2, day);
    write_cell(out, 3, amount);
    ui_row_end(out);
}

static void write_table(struct buf *out)
{
    ui_section_begin(out, "table", S("表格和翻页"));
    ui_table_begin(out, S("2026年第一季度支出"), columns, COUNT(columns));
    write_row(out, S("三组水渠清淤"), S("样例村三组"), S("2026-03-12"), S("8,600.00"));
    write_row(out, S("路灯电费"), S("样例村"), S("2026-02-28"), S("1,204.50"));
    write_row(out, S("名称很长很长的一笔支出，用来看看它在窄屏上怎样换行"), S(""),
              S("2026-01-05"), S("120.00"));
    ui_table_end(out);
    ui_pager(out, S("?page=1"), S("?page=3"), S("第21–40条，共1,000余条"));
    ui_section_end(out);
}

static void write_links(struct buf *out)
{
    static const struct ui_link links[] = {
        { .href = S_INIT("#links"), .text = S_INIT("全部") },
        { .href = S_INIT("#links"),
          .text = S_INIT("办理中"),
          .note = S_INIT("12"),
          .current = true },
        { .href = S_INIT("#links"), .text = S_INIT("已办结"), .note = S_INIT("433") },
    };

    ui_section_begin(out, "links", S("标签、菜单、按钮"));
    ui_tabs(out, S("按状态"), links, COUNT(links));
    ui_menu(out, S("相关"), links, COUNT(links));
    ui_actions_begin(out);
    ui_button(out, S("#links"), S("token"), S("受理"), true);
    ui_button(out, S("#links"), S("token"), S("转办"), false);
    ui_confirm_button(out, S("#links"), S("token"), S("撤回"),
                      S("撤回以后要重新上报。撤回吗？"));
    ui_asking_button(out, S("#links"), S("token"), S("公开"), S("大家都能看到。公开吗？"));
    ui_button_link(out, S("#links"), S("记一件事"), true);
    ui_print_button(out, S("打印"));
    ui_actions_end(out);
    ui_section_end(out);
}

static void write_figures(struct buf *out)
{
    ui_section_begin(out, "figures", S("数字和比例"));
    ui_figures_begin(out);
    ui_figure(out, S("#figures"), S("调解纠纷"), S("433"), S("件"), S("2026年"));
    ui_figure(out, S("#figures"), S("在册住户"), S("1,286"), S("户"), S(""));
    ui_figure(out, S(""), S("耕地"), S("3,420.5"), S("亩"), S("没有清单的数字"));
    ui_figures_end(out);
    ui_share(out, S("调解成功"), 433, 435);
    ui_share(out, S("还没有开始"), 0, 12);
    ui_share(out, S("没有总数"), 0, 0);
    ui_section_end(out);
}

static const struct ui_choice kinds[] = {
    { S_INIT("water"), S_INIT("水利") },
    { S_INIT("road"), S_INIT("道路") },
    { S_INIT("land"), S_INIT("土地") },
};

static const struct ui_choice verdicts[] = {
    { S_INIT("satisfied"), S_INIT("满意") },
    { S_INIT("partly"), S_INIT("基本满意") },
    { S_INIT("unsatisfied"), S_INIT("不满意") },
};

/* clang-format off */
static const struct ui_input inputs[] = {
    { .name = "title", .label = "是什么事", .help = "一句话说清楚。", .required = true, .max = 60,
      .problem = S_INIT("请写是什么事。") },
    { .name = "story", .label = "详细情况", .lines = true, .max = 2000,
      .value = S_INIT("第一行\n第二行 <b>&'\"</b>") },
    { .name = "phone", .label = "电话", .type = "tel", .autocomplete = "tel" },
    { .name = "amount", .label = "金额（元）", .type = "number", .value = S_INIT("12.50") },
    { .name = "password", .label = "口令", .type = "password",
      .autocomplete = "current-password" },
    { .name = "day", .label = "哪一天", .type = "date", .value = S_INIT("2026-04-02") },
    { .name = "time", .label = "什么时候", .type = "datetime-local" },
    { .name = "photos", .label = "照片", .type = "file", .help = "可以不传。",
      .multiple = true, .accept = ".jpg,.png" },
    { .name = "person", .label = "反映人", .value = S_INIT("12"),
      .suggest = S_INIT("/people/suggest"), .shown = S_INIT("李桂芳，三组") },
    { .name = "from", .type = "hidden", .value = S_INIT("gallery") },
    { .name = "kind", .label = "类别", .choices = kinds, .choice_count = COUNT(kinds),
      .required = true },
    { .name = "old_kind", .label = "已经不用的类别", .choices = kinds,
      .choice_count = COUNT(kinds), .value = S_INIT("旧类别") },
    { .name = "verdict", .label = "满意吗", .choices = verdicts,
      .choice_count = COUNT(verdicts), .radios = true, .value = S_INIT("partly"),
      .problem = S_INIT("请选一项。") },
    { .name = "kinds", .label = "涉及", .choices = kinds, .choice_count = COUNT(kinds),
      .multiple = true, .value = S_INIT("water,land") },
    { .name = "public", .label = "可以公开", .help = "只公开事情，不公开姓名。",
      .checkbox = true, .value = S_INIT("1") },
};
/* clang-format on */

static void write_form(struct buf *out)
{
    struct problem third = { .message = S_INIT("一件事不止一个字段出错时，这样写。") };
    struct problem second = { .field = "verdict",
                              .message = S_INIT("请选一项。"),
                              .next = &third };
    struct problem first = { .field = "title",
                             .message = S_INIT("请写是什么事。"),
                             .next = &second };

    ui_section_begin(out, "form", S("表单"));
    ui_problems(out, S("有3处要改"), &first);
    ui_form_begin(out, S("#form"), S("token"), true);
    for (size_t i = 0; i < COUNT(inputs); i++)
        ui_input(out, &inputs[i]);
    ui_form_end(out, S("上报"), S("#form"));
    ui_section_end(out);
}

static void write_search(struct buf *out)
{
    ui_section_begin(out, "search", S("筛选和折叠"));
    ui_search_begin(out, S("/matters"));
    ui_input(out, &(struct ui_input){
                      .name = "q", .label = "查找", .type = "search", .form = "search" });
    ui_input(out, &(struct ui_input){ .name = "kind",
                                      .label = "类别",
                                      .choices = kinds,
                                      .choice_count = COUNT(kinds),
                                      .form = "search" });
    ui_search_end(out, S("查找"));
    ui_fold_begin(out, "closed-fold", S("转给别人办"), false);
    html(out, "<p>%s</p>\n", "折叠里的内容。");
    ui_fold_end(out);
    ui_fold_begin(out, "open-fold", S("答复"), true);
    html(out, "<p>%s</p>\n", "已经打开的折叠。");
    ui_fold_end(out);
    ui_section_end(out);
}

/* Another place is chosen by its name, with suggestions. */
static void write_switcher(struct buf *out)
{
    ui_section_begin(out, "switcher", S("换地方看"));
    ui_search_begin(out, S("/dashboard"));
    ui_input(out, &(struct ui_input){ .name = "place",
                                      .label = "地点",
                                      .value = S_INIT("样例村"),
                                      .suggest = S_INIT("/suggest/place"),
                                      .form = "switcher" });
    ui_search_end(out, S("看这里"));
    ui_section_end(out);
}

/* What stands on paper: facts, and room to sign. */
static void write_sheet(struct buf *out)
{
    ui_section_begin(out, "sheet", S("打印的单子"));
    ui_facts_begin(out);
    ui_fact(out, "编号", S("样例〔2026〕12号"));
    ui_fact(out, "办理结果", S("水渠已经修好。"));
    ui_fact_by_hand(out, "经办人签字");
    ui_fact_by_hand(out, "反映人签字或按手印");
    ui_facts_end(out);
    ui_print_button(out, S("打印这一页"));
    ui_section_end(out);
}

static void write_timeline(struct buf *out)
{
    ui_section_begin(out, "timeline", S("经过"));
    ui_timeline_begin(out);
    ui_timeline_item(out, S("3月28日 09:12"), S("上报"), S("李桂芳"), S("水渠垮了。\n急。"),
                     TONE_PLAIN);
    ui_timeline_item(out, S("3月28日 10:05"), S("受理"), S("王建国"), S(""), TONE_WORKING);
    ui_timeline_item(out, S("4月2日 18:00"), S("超期"), S(""), S(""), TONE_LATE);
    ui_timeline_item(out, S("4月3日 16:40"), S("办结"), S("水利站"),
                     S("已修好，请李桂芳评价。"), TONE_GOOD);
    ui_timeline_end(out);
    ui_section_end(out);
}

static void write_qr(struct buf *out)
{
    ui_section_begin(out, "qr", S("二维码"));
    ui_qr(out, S("https://example.org/m/20260012"), S("扫码看办到哪一步"));
    ui_section_end(out);
}

static void write_steps(struct buf *out)
{
    static const char *const steps[] = { "登记", "受理", "办理", "答复" };

    ui_section_begin(out, "steps", S("步骤"));
    ui_steps(out, steps, COUNT(steps), 2);
    ui_section_end(out);
}

static const struct ui_column month_columns[] = {
    { .label = "月份" },
    { .label = "今年", .number = true },
    { .label = "去年", .number = true },
};

static void write_chart_row(struct buf *out, const char *name, const char *now,
                            const char *before)
{
    const char *const cells[] = { name, now, before };

    ui_row_begin(out);
    for (size_t i = 0; i < COUNT(month_columns); i++) {
        ui_cell_begin(out, &month_columns[i]);
        html(out, "%s", cells[i]);
        ui_cell_end(out);
    }
    ui_row_end(out);
}

static void write_months(struct buf *out)
{
    ui_table_begin(out, (str){ 0 }, month_columns, COUNT(month_columns));
    write_chart_row(out, "1月", "12件", "20件");
    write_chart_row(out, "2月", "31件", "18件");
    write_chart_row(out, "3月", "", "25件");
    ui_table_end(out);
}

static void write_chart(struct buf *out, enum ui_chart kind, str title)
{
    ui_chart_begin(out, kind, title);
    write_months(out);
    ui_chart_end(out);
}

/* An area with a lake in it, one in two parts, and a place that is a point. */
static void write_map(struct buf *out)
{
    static const struct ui_map_place places[] = {
        { .name = S_INIT("样例村"),
          .number = S_INIT("12件"),
          .shade = 3,
          .href = S_INIT("#charts"),
          .rings = S_INIT("0,0 90000,10000 100000,60000 10000,70000;"
                          "40000,20000 50000,20000 50000,40000") },
        { .name = S_INIT("东村"),
          .number = S_INIT("2件"),
          .shade = 1,
          .href = S_INIT("#charts"),
          .rings = S_INIT("90000,10000 180000,0 180000,50000 100000,60000;"
                          "185000,0 200000,0 200000,20000") },
        { .name = S_INIT("北村"), .number = S_INIT("0件"), .rings = S_INIT("150000,65000") },
    };

    ui_map(out, S("收集诉求"), places, COUNT(places));
}

static void write_charts(struct buf *out)
{
    ui_section_begin(out, "charts", S("图和地块"));
    write_chart(out, UI_LINES, S("收集诉求"));
    write_chart(out, UI_BARS, S("哪些方面"));
    ui_tiles_begin(out);
    for (int shade = 0; shade <= UI_SHADES; shade++)
        ui_tile(out, shade == 0 ? (str){ 0 } : S("#charts"), S("样例村"), S("12件"), shade);
    ui_tiles_end(out);
    ui_beside_begin(out);
    write_map(out);
    ui_beside_next(out);
    write_months(out);
    ui_beside_end(out);
    ui_section_end(out);
}

static void write_content(struct buf *out)
{
    ui_heading(out, S("组件一览"), S("每个组件的每种样子。"));
    write_tones(out);
    write_facts(out);
    write_tasks(out);
    write_table(out);
    write_links(out);
    write_figures(out);
    write_form(out);
    write_switcher(out);
    write_search(out);
    write_steps(out);
    write_timeline(out);
    write_charts(out);
    write_qr(out);
    write_sheet(out);
}

void gallery_write(struct buf *out, bool elder)
{
    struct buf content = { .arena = out->arena };
    struct layout layout = {
        .title = S_INIT("组件一览"),
        .site = S_INIT("样例镇乡治"),
        .person = S_INIT("王建国"),
        .place = S_INIT("样例村"),
        .token = S_INIT("token"),
        .here = S_INIT("/gallery"),
        .menu = menu,
        .menu_count = COUNT(menu),
        .crumbs = crumbs,
        .crumb_count = COUNT(crumbs),
        .elder = elder,
        .script = "chart.js",
        .notice = S_INIT("已经保存。"),
        .record_number = S_INIT("样ICP备00000000号"),
        .help_phone = S_INIT("0000-1234567"),
    };

    write_content(&content);
    layout_write(out, &layout, buf_str(&content));
}
