/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the steps of a matter do.  matter_flow.c says which there are, handling.c has those up
 * to the result, ending.c those after it, step_inputs.c what is filled in.
 */
#ifndef MODULES_MATTERS_STEPS_H
#define MODULES_MATTERS_STEPS_H

#include "modules/matters/matters.h"

/* Checks, changes the record, says the words for the history; see struct flow_step. */
typedef struct error *step_function(struct context *cx, void *record, const void *input,
                                    str *note);

step_function matter_self_handle;
step_function matter_accept;
step_function matter_hand_to_mediation;
step_function matter_escalate;
step_function matter_dispatch_to;
step_function matter_assist;
step_function matter_feed_back;
step_function matter_dispute_duty;
step_function matter_decide_duty;
step_function matter_request_extension;
step_function matter_decide_extension;
step_function matter_pause_clock;
step_function matter_resume_clock;
step_function matter_resolve;

step_function matter_reply_to_person;
step_function matter_confirm;
step_function matter_close_with_explanation;
step_function matter_withdraw;
step_function matter_merge;
step_function matter_send_elsewhere;

/* Hears of a visit that is to become a matter, and makes it. */
struct error *matter_hear_visit(struct context *cx, const struct record_type *type,
                                const void *record);

/* True when this person may act for the department that has the matter. */
bool matter_is_mine(const struct context *cx, const struct matter *matter);

/* Ends it today, and lets others know; the flow keeps the record afterwards. */
MUST_USE struct error *matter_end(struct context *cx, struct matter *matter,
                                  enum matter_status status);

extern const struct shape self_handling_input;
extern const struct shape acceptance_input;
extern const struct shape escalation_input;
extern const struct shape dispatch_input;
extern const struct shape assistance_input;
extern const struct shape feedback_input;
extern const struct shape objection_input;
extern const struct shape duty_ruling_input;
extern const struct shape extension_input;
extern const struct shape extension_ruling_input;
extern const struct shape pause_input;
extern const struct shape resumption_input;
extern const struct shape result_input;
extern const struct shape reply_input;
extern const struct shape verdict_input;
extern const struct shape explanation_input;
extern const struct shape withdrawal_input;
extern const struct shape merger_input;
extern const struct shape redirection_input;
extern const struct shape accusation_result_input;

#endif
