/* SPDX-License-Identifier: Apache-2.0 */
/* The register of contracts: what the law forbids, and what does not fit. */
#include "modules/economy/economy_parts.h"

#include "app/access.h"

enum { LEASE_MONTHS_MAX = 20 * 12, ORAL_MONTHS_MAX = 6 };

static bool is_lease(const struct contract *contract)
{
    return contract->kind == CONTRACT_HOUSE || contract->kind == CONTRACT_EQUIPMENT;
}

/* Land that is given out otherwise than to every household. */
static bool is_land(const struct contract *contract)
{
    return contract->kind >= CONTRACT_OTHER_WAY && contract->kind <= CONTRACT_WATER;
}

/* The term has a first and a last day; the last day of 20 years is the day before. */
static bool is_longer(const struct contract *contract, int months)
{
    return date_is_set(contract->from_on) && date_is_set(contract->until_on) &&
           date_compare(contract->until_on, date_add_months(contract->from_on, months)) > 0;
}

static bool is_too_long(const struct contract *contract)
{
    return is_lease(contract) && is_longer(contract, LEASE_MONTHS_MAX);
}

static bool lacks_consent(const struct contract *contract)
{
    return is_land(contract) && contract->is_outsider &&
           (str_is_empty(contract->decision) || str_is_empty(contract->review));
}

/* Old contracts are written down as they were found. */
static struct error *check_law(struct context *cx, const struct contract *contract)
{
    if (date_is_set(contract->cleared_on))
        return NULL;
    if (is_too_long(contract))
        return fail_field(cx, "until_on",
                          "租赁期限不能超过二十年，超过的部分无效（民法典第705条）。"
                          "清理旧合同时登记的，请填清理日期。");
    if (lacks_consent(contract))
        return fail_field(cx, "decision",
                          "发包给本集体以外的人，要先经三分之二以上成员或代表同意，再报乡镇批准"
                          "（农村土地承包法第52条）。请填写民主程序和乡镇审查意见。");
    return NULL;
}

static struct error *check_days(struct context *cx, const struct contract *contract)
{
    TRY(check_past(cx, "cleared_on", contract->cleared_on));
    TRY(check_past(cx, "ended_on", contract->ended_on));
    if (date_is_set(contract->from_on) && date_is_set(contract->until_on) &&
        date_compare(contract->until_on, contract->from_on) < 0)
        return fail_field(cx, "until_on", "到期日期早于起始日期，请核对。");
    if (date_is_set(contract->ended_on) && str_is_empty(contract->ended_for))
        return fail_field(cx, "ended_for", "提前终止的，请写明原因。");
    return NULL;
}

static struct error *check_ending(struct context *cx, const struct contract *contract)
{
    bool within_term = !date_is_set(contract->until_on) ||
                       date_compare(contract->ended_on, contract->until_on) < 0;

    if (contract->kind == CONTRACT_HOUSEHOLD && date_is_set(contract->ended_on) && within_term)
        return fail_field(cx, "ended_on",
                          "家庭承包的土地在承包期内不得收回（农村土地承包法第27条）。"
                          "农户自愿交回的，到期后再登记。");
    return NULL;
}

static struct error *check_property(struct context *cx, const struct contract *contract)
{
    struct property property = { 0 };
    bool found = false;

    if (contract->property == 0)
        return NULL;
    TRY(store_find(cx, &property_type, contract->property, &property, &found));
    if (!found || !str_eq(str_slice(property.place, 0, 12), str_slice(contract->place, 0, 12)))
        return fail_field(cx, "property", "请从本村登记的集体资产里选。");
    return NULL;
}

struct error *contract_check(struct context *cx, void *record)
{
    const struct contract *contract = record;

    TRY(check_register(cx, contract->place));
    TRY(check_days(cx, contract));
    TRY(check_law(cx, contract));
    TRY(check_ending(cx, contract));
    TRY(check_property(cx, contract));
    return check_number_free(cx, &contract_type, contract,
                             "这个合同编号在本村已经有了，请核对是不是重复登记。");
}

/* What a reader should look at; nothing of it depends on the day. */
static void settle(struct context *cx, struct contract *contract)
{
    struct buf doubts = { .arena = cx->arena };
    bool both = contract->area > 0 && contract->measured_area > 0;

    if (is_too_long(contract))
        buf_add(&doubts, S("租期超过二十年，超过的部分无效。"));
    if (lacks_consent(contract))
        buf_add(&doubts, S("发包给本集体以外的人，没有民主程序或乡镇审查意见。"));
    if (contract->is_oral && is_longer(contract, ORAL_MONTHS_MAX))
        buf_add(&doubts, S("半年以上，只有口头约定，请补签书面合同。"));
    if (both && contract->measured_area > contract->area)
        buf_add(&doubts, S("实测面积大于合同面积。"));
    if (both && contract->measured_area < contract->area)
        buf_add(&doubts, S("实测面积小于合同面积。"));
    contract->doubts = buf_str(&doubts);
}

struct error *contract_create(struct context *cx, void *record)
{
    TRY(contract_check(cx, record));
    settle(cx, record);
    return store_insert(cx, &contract_type, record);
}

struct error *contract_change(struct context *cx, void *record)
{
    struct contract before = { 0 };

    TRY(store_get(cx, &contract_type, ((const struct contract *)record)->id, &before));
    TRY(access_need(cx, "economy.write", before.place));
    TRY(contract_check(cx, record));
    settle(cx, record);
    return store_update(cx, &contract_type, record);
}
