/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the steps of a dispute do.  dispute_flow.c says which there are; begin.c has those up to
 * acceptance, work.c the mediation, settle.c the agreement and its performance, close.c the
 * end; step_inputs.c what is filled in.
 */
#ifndef MODULES_DISPUTES_STEPS_H
#define MODULES_DISPUTES_STEPS_H

#include "modules/disputes/disputes.h"

typedef struct error *dispute_step(struct context *cx, void *record, const void *input,
                                   str *note);

dispute_step dispute_register;
dispute_step dispute_prevent;
dispute_step dispute_add_party;
dispute_step dispute_drop_party;
dispute_step dispute_assign;
dispute_step dispute_invite;
dispute_step dispute_release;
dispute_step dispute_note_consent;
dispute_step dispute_notify;
dispute_step dispute_refuse;
dispute_step dispute_accept;

dispute_step dispute_grade;
dispute_step dispute_tell_police;
dispute_step dispute_investigate;
dispute_step dispute_keep_identity;
dispute_step dispute_keep_proxy;
dispute_step dispute_keep_evidence;
dispute_step dispute_keep_proof;
dispute_step dispute_keep_ruling;
dispute_step dispute_explain;
dispute_step dispute_mediate;
dispute_step dispute_extend;
dispute_step dispute_escalate;

dispute_step dispute_agree;
dispute_step dispute_sign;
dispute_step dispute_sign_as_mediator;
dispute_step dispute_seal;
dispute_step dispute_add_instalment;
dispute_step dispute_perform;
dispute_step dispute_breach;
dispute_step dispute_mediate_again;
dispute_step dispute_apply_for_confirmation;
dispute_step dispute_extend_court;
dispute_step dispute_decide_confirmation;

dispute_step dispute_visit;
dispute_step dispute_terminate;
dispute_step dispute_refer;
dispute_step dispute_file;
dispute_step dispute_unfile;

/* A mediator of the case, or who leads the committee that has it. */
MUST_USE struct error *dispute_need_mine(struct context *cx, const struct dispute *dispute);

/* Fails unless the day lies between the first day and today; an empty one becomes today. */
MUST_USE struct error *dispute_day(struct context *cx, const char *field, date first,
                                   date *day);

/* Keeps a paper under the next number of its item. */
MUST_USE struct error *dispute_keep_paper(struct context *cx, const struct dispute *dispute,
                                          struct dispute_paper *paper);

/* Counts parties and mediators again. */
MUST_USE struct error *dispute_recount(struct context *cx, struct dispute *dispute);

extern const struct shape registration_input;
extern const struct shape prevention_input;
extern const struct shape party_input;
extern const struct shape party_choice_input;
extern const struct shape assignment_input;
extern const struct shape helper_input;
extern const struct shape release_input;
extern const struct shape consent_input;
extern const struct shape notice_input;
extern const struct shape ending_input;
extern const struct shape dispute_acceptance_input;
extern const struct shape grading_input;
extern const struct shape police_input;
extern const struct shape paper_input;
extern const struct shape session_input;
extern const struct shape dispute_extension_input;
extern const struct shape dispute_escalation_input;
extern const struct shape settlement_input;
extern const struct shape signing_input;
extern const struct shape signing_day_input;
extern const struct shape instalment_input;
extern const struct shape performance_input;
extern const struct shape breach_input;
extern const struct shape confirmation_input;
extern const struct shape court_extension_input;
extern const struct shape confirmation_ruling_input;
extern const struct shape visit_input;
extern const struct shape referral_input;
extern const struct shape filing_input;
extern const struct shape unfiling_input;

extern const struct query parties_of_dispute;
extern const struct query mediators_of_dispute;
extern const struct query papers_of_dispute;
extern const struct query instalments_of_dispute;
extern const struct query agreement_of_dispute;
extern const struct query living_household_of;
extern const struct query number_of_dispute;

#endif
