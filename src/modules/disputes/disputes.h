/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 矛盾纠纷排查调解: looking for disputes, mediating them, keeping what was agreed (人民调解法).
 *
 * A screening (排查) is an act, a dispute (纠纷) a case; they are never added.  A dispute
 * belongs to the place where it is and is in the hands of the mediation committee of one unit
 * (a village, a township, a county).  Its way is dispute_flow; README.md tells it in words.
 *
 * What a dispute is about is a secret of its parties.  A dispute itself says only what the
 * statistics need; names, stories and terms are sealed, and who may open them is said by
 * dispute_may_open (secrecy.c).  Mediation is free of charge: there is no field for a fee.
 */
#ifndef MODULES_DISPUTES_DISPUTES_H
#define MODULES_DISPUTES_DISPUTES_H

#include "app/flow.h"
#include "app/module.h"

enum {
    DISPUTE_STORY_MAX = 5000,
    DISPUTE_WORDS_MAX = 1000,
    DISPUTE_PARTIES_MAX = 60,
    DISPUTE_REPRESENTATIVES_MAX = 5, /* of a side of many people (local: 宁波) */
    COMMITTEE_LEAST = 3,             /* 人民调解法 8 */
    COMMITTEE_MOST = 9,
    ADULT_AGE = 18, /* years; a younger party locks the case */
};

/* Rules as data: data/dispute_types.csv and data/mediation_methods.csv. */

enum category_list { CATEGORIES_NATIONAL, CATEGORIES_OLDER };

/* What a dispute is about: the 18 national types, and older lists that are mapped to them. */
struct dispute_category {
    record_id id;
    int64_t version;
    str code;
    str name;
    enum category_list list;
    str maps_to;    /* of an older one: the code of the national type */
    bool is_family; /* marriage and family */
    bool is_status; /* about a status relation: courts confirm no such agreement */
    str keywords;   /* by which it is known in what people say; kept folded */
    date valid_from;
    date valid_to;
    str source;
    str grade;
};

/* One step of a method of mediation, with what to ask there. */
struct mediation_step {
    record_id id;
    int64_t version;
    str code; /* four_looks.2 */
    str method;
    int64_t ordinal;
    str name;
    str prompt;
    str region; /* a key; empty: anywhere */
    str source;
    str grade;
};

/* Committees, rooms, mediators */

enum committee_kind {
    COMMITTEE_VILLAGE,
    COMMITTEE_RESIDENTS,
    COMMITTEE_TOWNSHIP,
    COMMITTEE_STREET,
    COMMITTEE_ENTERPRISE,
    COMMITTEE_SOCIAL,
};

struct mediation_committee {
    record_id id;
    int64_t version;
    str place;
    str name;
    enum committee_kind kind;
    bool multi_ethnic; /* several national groups live here: a member of a smaller one is needed
                        */
    date founded_on;
    date term_from;
    date term_to; /* the last day; 3 years (人民调解法 9) */
    date closed_on;
    str phone;
};

enum room_kind { ROOM_VILLAGE, ROOM_VETERANS, ROOM_WOMEN, ROOM_PERSON, ROOM_TRADE, ROOM_OTHER };

/* 调解室: 红色老兵, 平安大嫂, one that bears a mediator's name. */
struct mediation_room {
    record_id id;
    int64_t version;
    str place;
    str name;
    enum room_kind kind;
    record_id committee;
    date opened_on;
    date closed_on;
    str address;
    str hours;
};

enum mediator_position {
    MEDIATOR_MEMBER,
    MEDIATOR_CHAIR,
    MEDIATOR_DEPUTY_CHAIR,
    MEDIATOR_HIRED
};

struct mediator {
    record_id id;
    int64_t version;
    str place;
    str name;
    record_id committee;
    enum mediator_position position;
    record_id room;
    record_id account;  /* with which the mediator signs in; 0: none */
    record_id resident; /* for the check on relatives; 0: not in the register */
    bool is_woman;
    bool is_minority;
    bool is_party_member;
    bool is_deputy;
    bool is_cppcc_member;
    bool is_veteran;
    date from_on;
    date to_on; /* the last day */
    str remark;
};

/* Screening */

enum screening_kind { SCREENING_REGULAR, SCREENING_SENSITIVE, SCREENING_SPECIAL };

/* 排查: somebody looked, somewhere, for a time. */
struct screening {
    record_id id;
    int64_t version;
    str place;
    enum screening_kind kind;
    record_id plan;
    date from_on;
    date held_on; /* the last day of it: the day that counts */
    str who;      /* names of those who looked */
    str looked_at;
    int64_t household_count; /* visited */
    int64_t found_count;     /* disputes found; follows from them */
    bool is_zero_report;     /* sent in a sensitive period to say that there is nothing */
    record_id recorded_by;   /* account */
};

enum screening_rhythm { RHYTHM_DAILY, RHYTHM_WEEKLY, RHYTHM_HALF_MONTH, RHYTHM_MONTHLY };

/* A time in which it is looked more often, because somebody ordered it. */
struct screening_plan {
    record_id id;
    int64_t version;
    str place;
    str title; /* 春节期间 */
    enum screening_kind kind;
    enum screening_rhythm rhythm;
    date from_on;
    date to_on;
    bool wants_zero_report; /* ordered: then, and only then, nothing is worth a line */
    str ordered_by;         /* who ordered it, and the number of the paper */
    str remark;
};

/* Disputes */

enum dispute_status {
    DISPUTE_FOUND,      /* written down, not yet looked at by a committee */
    DISPUTE_REGISTERED, /* waits for the parties' consent */
    DISPUTE_REFUSED,    /* a party refused: may not be mediated */
    DISPUTE_ACCEPTED,
    DISPUTE_MEDIATING,
    DISPUTE_AGREED, /* in writing, not yet signed by all */
    DISPUTE_PERFORMING,
    DISPUTE_PERFORMED,
    DISPUTE_BREACHED,
    DISPUTE_VISITED,
    DISPUTE_TERMINATED,
    DISPUTE_REFERRED,
    DISPUTE_FILED,
    DISPUTE_PREVENTED, /* settled on the spot before it became a dispute */
};

enum dispute_source {
    DISPUTE_BY_INITIATIVE,
    DISPUTE_BY_APPLICATION,
    DISPUTE_FROM_COURT,
    DISPUTE_FROM_PROCURATORATE,
    DISPUTE_FROM_POLICE,
    DISPUTE_FROM_PETITIONS,
    DISPUTE_FROM_OTHERS,
};

enum dispute_level { DISPUTE_AT_VILLAGE, DISPUTE_AT_TOWNSHIP, DISPUTE_AT_COUNTY };

/* Why a case is locked further. */
enum dispute_lock { LOCK_NONE, LOCK_VIOLENCE, LOCK_SEXUAL, LOCK_MINOR };

enum dispute_risk { RISK_GREEN, RISK_YELLOW, RISK_RED };

enum dispute_outcome { OUTCOME_NONE, OUTCOME_SETTLED, OUTCOME_TERMINATED, OUTCOME_REFUSED };

enum agreement_form { FORM_NONE, FORM_WRITTEN, FORM_ORAL };

enum confirmation { CONFIRM_NONE, CONFIRM_APPLIED, CONFIRM_GRANTED, CONFIRM_REJECTED };

enum dispute_content { CONTENT_CONTINUES, CONTENT_REACHED, CONTENT_NOT_REACHED };

enum satisfaction { SATISFACTION_NONE, SATISFACTION_GOOD, SATISFACTION_FAIR, SATISFACTION_BAD };

enum retention { RETENTION_LONG, RETENTION_SHORT, RETENTION_PERMANENT };

/* A case.  Nothing in it tells who quarrels about what. */
struct dispute {
    record_id id;
    int64_t version;
    str title; /* 邻里纠纷（3月2日登记）: no names */
    str place;
    str category; /* code of a national type */
    str category_name;
    bool is_family; /* marriage and family, or the rights of women and children */
    enum dispute_status status;
    enum dispute_source source;
    enum dispute_level level;
    str unit; /* the key of the place whose committee has it */
    record_id committee;
    record_id screening; /* that found it */
    record_id matter;    /* that it was raised as */
    enum dispute_lock lock;
    str facts;    /* sealed */
    str demands;  /* sealed */
    str measures; /* sealed: what was done so that it does not grow */
    str parcel;   /* the plot of land it is about; of early sight only */
    enum dispute_risk risk;
    instant police_told_at;
    str police;
    bool is_difficult;
    bool is_joint; /* several committees or offices mediate together */
    bool is_open;  /* the parties chose that others may sit in; nobody reads more by it */
    int64_t people_count;
    int64_t party_count;
    int64_t mediator_count;
    int64_t amount;
    bool by_party_members; /* of the agreement: who helped to reach it */
    bool by_deputies;
    bool by_cppcc_members;
    bool by_veterans;
    bool by_women;
    str method;
    record_id recorded_by; /* account */
    date found_on;
    date registered_on;
    date register_due_on;
    date told_on; /* of rights and duties */
    date accepted_on;
    date due_on;
    bool is_extended;
    enum dispute_outcome outcome;
    date ended_on; /* however the mediation ended, or that it was none */
    enum agreement_form form;
    date effective_on;
    date next_due_on; /* of what must be done under the agreement */
    date performed_on;
    date visit_due_on;
    date visited_on;
    enum satisfaction satisfaction;
    date confirm_due_on;
    enum confirmation confirmation;
    date confirm_applied_on;
    date confirm_court_due_on;
    bool is_court_extended;
    date confirm_decided_on;
    str court;
    date routes_told_on; /* that other ways are open, after refusal or termination */
    str number;          /* （2026）人调字第3号 */
    date filed_on;
    str filer; /* who put the dossier together */
    enum retention retention;
    str missing_reason; /* sealed: why papers that belong into the dossier are not there */
};

enum party_side { SIDE_APPLICANT, SIDE_RESPONDENT };
enum party_kind { PARTY_PERSON, PARTY_ORGANISATION };
enum party_sex { PARTY_SEX_UNKNOWN, PARTY_MAN, PARTY_WOMAN };
enum signing { SIGNED_NOT, SIGNED_BY_HAND, SIGNED_BY_SEAL, SIGNED_BY_FINGER };

/* 当事人.  Who it is is sealed or hidden: nothing that is derived may tell. */
struct dispute_party {
    record_id id;
    int64_t version;
    str place;
    record_id dispute;
    enum party_side side;
    enum party_kind kind;
    record_id resident;
    record_id household;
    str name;
    enum party_sex sex;
    date birth_on;
    str ethnic_group;
    str occupation;
    str phone;
    str address;
    bool is_representative;
    int64_t represented_count; /* how many a representative stands for */
    str proxy;                 /* who acts under a power of attorney */
    str receipt;
    date consented_on;
    date signed_on;
    enum signing signing;
};

enum mediator_role { ROLE_CHIEF, ROLE_ASSISTANT, ROLE_RECORDER, ROLE_HELPER };

/* As what somebody takes part. */
enum mediator_standing {
    STANDING_MEDIATOR,
    STANDING_PARTY_MEMBER,
    STANDING_DEPUTY,
    STANDING_CPPCC,
    STANDING_RELATIVE,
    STANDING_NEIGHBOUR,
    STANDING_EXPERT,
    STANDING_ELDER,
    STANDING_OFFICE,
};

enum chosen_by {
    CHOSEN_BY_COMMITTEE,
    CHOSEN_BY_APPLICANT,
    CHOSEN_BY_RESPONDENT,
    CHOSEN_BY_ALL
};

/* Who mediates a case, or takes part with the parties' consent. */
struct dispute_mediator {
    record_id id;
    int64_t version;
    str place;
    record_id dispute;
    record_id mediator; /* 0: a helper from outside the list */
    record_id account;
    str name;
    enum mediator_role role;
    enum mediator_standing standing;
    enum chosen_by chosen_by;
    bool consented;     /* of a helper: the parties agree */
    bool has_statement; /* signed that there is no kinship and no interest */
    date from_on;
    date to_on; /* the last day */
};

/* The parts of a dossier, in the order of the national format (司法部 2010). */
enum dossier_item {
    ITEM_APPLICATION = 1,
    ITEM_NOTICE,
    ITEM_IDENTITY,
    ITEM_PROXY,
    ITEM_INVESTIGATION,
    ITEM_EVIDENCE,
    ITEM_SESSION,
    ITEM_AGREEMENT,
    ITEM_PERFORMANCE,
    ITEM_VISIT,
    ITEM_CONFIRMATION,
    ITEM_EXPLANATION,
    ITEM_BACK,
};

enum { DOSSIER_ITEMS = ITEM_BACK };

/* A paper of a dossier: what was asked, said, seen or handed in on a day. */
struct dispute_paper {
    record_id id;
    int64_t version;
    str place;
    record_id dispute;
    enum dossier_item item;
    int64_t ordinal; /* of its item */
    date held_on;
    str step; /* of a session: the code of a step of a method */
    str location;
    str persons; /* sealed */
    str words;   /* sealed */
    enum dispute_content result;
    enum satisfaction satisfaction;
    str writer;
    instant written_at;
};

struct dispute_agreement {
    record_id id;
    int64_t version;
    str place;
    record_id dispute;
    enum agreement_form form;
    str facts; /* sealed, as what follows */
    str terms;
    str performance; /* how, where */
    date perform_by;
    bool at_once; /* performed when it was reached */
    int64_t copies;
    str oral_reason; /* why not in writing although it should be */
    date reached_on;
    date mediator_signed_on;
    date sealed_on;
    date effective_on;
    date replaced_on; /* by another one after a breach */
};

struct dispute_instalment {
    record_id id;
    int64_t version;
    str place;
    record_id dispute;
    record_id agreement;
    int64_t ordinal;
    str what; /* sealed */
    int64_t amount;
    date due_on;
    date done_on;
    str proof; /* sealed */
};

/* That somebody opened what is sealed, and why.  It stays open for the person until the day is
 * over. */
struct dispute_opening {
    record_id id;
    int64_t version;
    str place;
    record_id dispute;
    record_id account;
    str actor;
    str title;
    str reason;
    date opened_on;
};

/* A number of the series of a committee; one that was given stays given. */
struct dossier_number {
    record_id id;
    int64_t version;
    str place; /* of the committee */
    int64_t year;
    int64_t number;
    str words;
    record_id dispute;
    date given_on;
    date voided_on;
    str void_reason;
};

extern const struct record_type dispute_category_type;
extern const struct record_type mediation_step_type;
extern const struct record_type mediation_committee_type;
extern const struct record_type mediation_room_type;
extern const struct record_type mediator_type;
extern const struct record_type screening_type;
extern const struct record_type screening_plan_type;
extern const struct record_type dispute_type;
extern const struct record_type dispute_party_type;
extern const struct record_type dispute_mediator_type;
extern const struct record_type dispute_paper_type;
extern const struct record_type dispute_agreement_type;
extern const struct record_type dispute_instalment_type;
extern const struct record_type dispute_opening_type;
extern const struct record_type dossier_number_type;

extern const struct flow dispute_flow;

/* What is written down when a dispute becomes known; plain texts, sealed when kept. */
struct dispute_report {
    str place;
    str category; /* code or name of a type, of an older list too; empty: by the facts */
    enum dispute_source source;
    str facts;
    str demands;
    str parcel;
    int64_t people_count;
    int64_t amount;
    bool concerns_women_or_children;
    bool is_difficult;
    enum dispute_lock lock;
    record_id screening;
    record_id matter;
    date found_on; /* empty: today */
};

/* Writes a dispute down.  What a screening finds is FOUND and waits for the committee; an
 * application, a transfer or the committee's own initiative (disputes.lead at the place) is
 * REGISTERED at once. */
MUST_USE struct error *dispute_open(struct context *cx, const struct dispute_report *report,
                                    struct dispute *dispute);

/* Takes over from a ledger that was kept before what it calls settled.  There is no dossier of
 * it, so it counts as settled before it became a case; words say what the ledger says. */
MUST_USE struct error *dispute_note_settled(struct context *cx,
                                            const struct dispute_report *report, str words,
                                            struct dispute *dispute);

/* Writes a screening down; the disputes it found name it. */
MUST_USE struct error *screening_hold(struct context *cx, void *screening);

/* One press in a sensitive period: there is nothing.  Only under a plan that wants it. */
MUST_USE struct error *screening_report_zero(struct context *cx, record_id plan, str place,
                                             struct screening *screening);

/* What is filled in for the steps of dispute_flow, by the step's name. */

struct dispute_registration { /* register */
    str category;
    str facts;
    str demands;
    bool concerns_women_or_children;
    bool is_difficult;
    enum dispute_lock lock;
};

struct dispute_prevention { /* prevent */
    str words;
};

struct party_entry { /* add_party */
    enum party_side side;
    enum party_kind kind;
    record_id resident;
    str name;
    enum party_sex sex;
    date birth_on;
    str ethnic_group;
    str occupation;
    str phone;
    str address;
    bool is_representative;
    int64_t represented_count;
    str proxy;
};

struct party_choice { /* drop_party */
    record_id party;
    str reason;
};

struct mediator_assignment { /* assign */
    record_id mediator;
    enum mediator_role role;
    enum chosen_by chosen_by;
    bool has_statement;
};

struct helper_entry { /* invite */
    str name;
    enum mediator_standing standing;
    bool consented;
};

struct mediator_release { /* release */
    record_id assignment;
    str reason;
};

struct dispute_consent { /* consent */
    record_id party;     /* 0: all parties */
    date on;
};

struct dispute_notice { /* notify */
    date on;
    bool is_open;
};

struct dispute_ending { /* refuse, terminate */
    str reason;
    str routes;
    date told_on;
};

struct dispute_acceptance { /* accept */
    str method;
};

struct dispute_grading { /* grade */
    enum dispute_risk risk;
    str measures;
};

struct police_report { /* report_police */
    str police;
    instant at;
};

struct dispute_paper_entry { /* investigate, explain, keep_paper */
    date held_on;
    str location;
    str persons;
    str words;
};

struct dispute_session { /* mediate */
    date held_on;
    str location;
    str step;
    str persons;
    str words;
    enum dispute_content result;
};

struct dispute_extension { /* extend */
    int64_t days;
    bool all_consent;
};

struct dispute_escalation { /* escalate */
    str reason;
    bool is_joint; /* those who had it go on together with those above */
};

struct dispute_settlement { /* agree */
    enum agreement_form form;
    date reached_on;
    str facts;
    str terms;
    str performance;
    date perform_by;
    bool at_once;
    int64_t copies;
    int64_t amount;
    bool written_asked; /* a party wants it in writing */
    str oral_reason;
};

struct agreement_signing { /* sign */
    record_id party;
    enum signing signing;
    date on;
};

struct agreement_day { /* sign_mediator, seal_agreement */
    date on;
};

struct instalment_entry { /* add_instalment */
    str what;
    int64_t amount;
    date due_on;
};

struct performance {      /* perform */
    record_id instalment; /* 0: all that is left */
    date on;
    str proof;
};

struct dispute_breach { /* breach */
    str words;
    str routes;
};

struct confirmation_request { /* apply_confirmation */
    str court;
    date on;
    bool by_both;
    str reason; /* why, although courts usually refuse such a case */
};

struct court_extension { /* extend_court */
    int64_t days;
};

struct confirmation_ruling { /* decide_confirmation */
    bool is_granted;
    date on;
    str words;
};

struct return_visit { /* visit */
    date on;
    str persons;
    str words;
    enum satisfaction satisfaction;
    bool no_more;
};

struct dispute_referral { /* refer */
    str where;
    date on;
};

struct dispute_filing { /* file */
    enum retention retention;
    str missing_reason;
};

struct dispute_unfiling { /* unfile */
    str reason;
};

/* All parties, all who mediate or take part now, all papers, of a case in their order. */
MUST_USE struct error *dispute_parties(struct context *cx, record_id dispute,
                                       struct dispute_party **parties, size_t *count);
MUST_USE struct error *dispute_mediators(struct context *cx, record_id dispute,
                                         struct dispute_mediator **mediators, size_t *count);
MUST_USE struct error *dispute_papers(struct context *cx, record_id dispute,
                                      struct dispute_paper **papers, size_t *count);
MUST_USE struct error *dispute_instalments(struct context *cx, record_id dispute,
                                           struct dispute_instalment **instalments,
                                           size_t *count);

/* The agreement that holds; found is false when none was reached. */
MUST_USE struct error *dispute_agreement_find(struct context *cx, record_id dispute,
                                              struct dispute_agreement *agreement, bool *found);

/* True while a mediation can still be worked on. */
bool dispute_is_open(const struct dispute *dispute);

/* Secrecy */

/* Whether this person may see what is sealed: a mediator of the case; with an opening of today
 * the committee's head and the judicial office.  A locked case (domestic violence, sexual,
 * minors) is open to its mediators, too, only with an opening, and to no head who does not
 * mediate it. */
MUST_USE struct error *dispute_may_open(struct context *cx, const struct dispute *dispute,
                                        bool *may);

/* Whether an opening would help. */
MUST_USE struct error *dispute_may_ask(struct context *cx, const struct dispute *dispute,
                                       bool *may);

/* Opens it for today, with a reason that the journal keeps. */
MUST_USE struct error *dispute_open_content(struct context *cx, record_id dispute, str reason);

/* What a sealed text says; only after dispute_may_open. */
str dispute_words(struct context *cx, str sealed);

#endif
