/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of forms. */
#include "modules/forms/form_parts.h"

static const struct choice kinds[] = {
    [FORM_LIST] = { "list", "一行一条记录", TONE_PLAIN },
    [FORM_TABLE] = { "table", "一行一个地方", TONE_PLAIN },
    [FORM_CELLS] = { "cells", "一格一个数", TONE_PLAIN },
};

static const struct field template_fields[] = {
    { TEXT(form_template, title), .label = "表名", .required = true, .max = 100, .listed = true,
      .searchable = true },
    { PLACE(form_template, place), .label = "哪里填报", .required = true, .listed = true },
    { TEXT(form_template, issuer), .label = "哪个部门要的", .max = 60, .listed = true },
    { CHOICE(form_template, kind), .label = "样式", .choices = CHOICES(kinds),
      .read_only = true, .listed = true },
    { TEXT(form_template, type), .label = "记录类型", .read_only = true },
    { INTEGER(form_template, sheet), .label = "工作表", .read_only = true },
    { INTEGER(form_template, heading), .label = "表头行", .read_only = true },
    { INTEGER(form_template, column_count), .label = "要填几列", .read_only = true,
      .listed = true },
    { INTEGER(form_template, known_count), .label = "已有几列", .read_only = true,
      .listed = true },
    { DATE(form_template, added_on), .label = "收到日期", .read_only = true, .listed = true },
    { DATE(form_template, retired_on), .label = "停用日期", .read_only = true },
};

const struct record_type form_template_type = {
    .name = "form_template",
    .table = "form_templates",
    .title = "上级报表",
    .shape = { SHAPE(form_template, template_fields) },
    .place = "place",
    .called = "title",
    .reads = "forms.read",
};

static const struct field binding_fields[] = {
    { PLACE(form_binding, place), .label = "哪里填报" },
    { REF(form_binding, template), .label = "报表", .target = "form_template",
      .indexed = true },
    { INTEGER(form_binding, ordinal), .label = "第几个" },
    { TEXT(form_binding, cell), .label = "单元格" },
    { TEXT(form_binding, heading), .label = "表头", .max = 400 },
    { TEXT(form_binding, plain), .label = "表头（比较用）", .max = 400, .indexed = true },
    { TEXT(form_binding, source), .label = "从哪里取" },
};

const struct record_type form_binding_type = {
    .name = "form_binding",
    .table = "form_bindings",
    .title = "报表对应",
    .shape = { SHAPE(form_binding, binding_fields) },
    .place = "place",
    .called = "heading",
};

static const struct field filling_fields[] = {
    { PLACE(form_filling, place), .label = "填报地点", .read_only = true, .listed = true },
    { REF(form_filling, template), .label = "报表", .target = "form_template",
      .read_only = true, .indexed = true },
    { TEXT(form_filling, title), .label = "表名", .read_only = true, .listed = true },
    { DATE(form_filling, from_on), .label = "从", .read_only = true, .listed = true },
    { DATE(form_filling, to_on), .label = "到", .read_only = true, .listed = true },
    { INTEGER(form_filling, filled_count), .label = "自动填好", .unit = "格", .read_only = true,
      .listed = true },
    { INTEGER(form_filling, missing_count), .label = "待填", .unit = "格", .read_only = true,
      .listed = true },
    { LINES(form_filling, missing), .label = "要人工填的", .read_only = true },
    { TEXT(form_filling, actor), .label = "填报人", .read_only = true, .listed = true },
    { DATE(form_filling, filled_on), .label = "填报日期", .read_only = true, .listed = true },
};

const struct record_type form_filling_type = {
    .name = "form_filling",
    .table = "form_fillings",
    .title = "填报记录",
    .shape = { SHAPE(form_filling, filling_fields) },
    .place = "place",
    .called = "title",
    .reads = "forms.read",
};

static const struct field sending_fields[] = {
    { TEXT(form_sending, title), .label = "表名", .max = 100, .help = "不填就用文件名。" },
    { TEXT(form_sending, issuer), .label = "哪个部门要的", .max = 60 },
    { PLACE(form_sending, place), .label = "哪里填报", .required = true,
      .help = "本村填的选村；全镇汇总的选镇。" },
};

const struct shape form_sending_input = { SHAPE(form_sending, sending_fields) };

static const struct field days_fields[] = {
    { PLACE(form_days, place), .label = "填哪里的", .required = true },
    { DATE(form_days, from_on), .label = "从哪天", .required = true },
    { DATE(form_days, to_on), .label = "到哪天", .required = true },
};

const struct shape form_days_input = { SHAPE(form_days, days_fields) };
