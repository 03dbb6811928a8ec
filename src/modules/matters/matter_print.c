/* SPDX-License-Identifier: Apache-2.0 */
/* The sheet of a matter on paper: what it is about, what was done, room to sign. */
#include "app/print.h"
#include "app/record_pages.h"
#include "modules/matters/pages.h"
#include "modules/places/places.h"

static str shown(struct context *cx, const struct matter *matter, const char *name)
{
    return print_value(cx, shape_field(&matter_type.shape, str_of(name)), matter);
}

static void add_facts(struct context *cx, struct paper *paper, const struct matter *matter)
{
    paper_facts(paper,
                (const struct paper_fact[]){
                    { .name = S("回执号"), .value = receipt_shown(cx->arena, matter->receipt) },
                    { .name = S("状态"), .value = shown(cx, matter, "status") },
                    { .name = S("来源"), .value = shown(cx, matter, "source") },
                    { .name = S("类别"), .value = shown(cx, matter, "category_name") },
                    { .name = S("登记日期"), .value = date_shown(cx, matter->reported_on) },
                    { .name = S("办结期限"), .value = date_shown(cx, matter->due_on) },
                    { .name = S("地点"), .value = place_path(cx, matter->place) },
                    { .name = S("事由"), .value = matter->title },
                    { .name = S("反映内容"), .value = matter->story },
                    { .name = S("答复"), .value = matter->answer },
                    { .name = S("结案说明"), .value = matter->closing_reason },
                },
                11);
}

struct error *matter_pdf_page(struct context *cx, const struct request *request,
                              struct response *response)
{
    static const struct paper_signature signatures[] = {
        { .who = S_INIT("经办人"), .how = S_INIT("（签字）") },
        { .who = S_INIT("反映人"), .how = S_INIT("（签字或按手印）") },
    };
    struct matter matter = { 0 };
    struct paper *paper;

    TRY(record_get_for(cx, &matter_type, request->id, "matters.read", &matter));
    paper = print_begin(cx, S("民情诉求办理单"), PAPER_FORM);
    paper_title(paper, S("民情诉求办理单"), (str){ 0 });
    add_facts(cx, paper, &matter);
    TRY(print_evidence(cx, paper, &matter_type, &matter));
    TRY(print_history(cx, paper, &matter_type, matter.id, false));
    paper_signatures(paper, signatures, COUNT(signatures));
    return print_answer(cx, paper,
                        arena_printf(cx->arena, "办理单%.*s.pdf", STR_ARG(matter.receipt)),
                        response);
}
