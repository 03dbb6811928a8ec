/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of categories and of the layers of the one net of grids. */
#include "modules/matters/category.h"
#include "modules/matters/choices.h"

static const struct field category_fields[] = {
    { TEXT(matter_category, code), .label = "代码", .required = true, .unique = true,
      .max = 60 },
    { TEXT(matter_category, parent), .label = "上级代码", .max = 60, .listed = true },
    { TEXT(matter_category, name), .label = "名称", .required = true, .listed = true },
    { TEXT(matter_category, layer), .label = "条线代码", .max = 60, .listed = true },
    { CHOICE(matter_category, complexity), .label = "难易",
      .choices = { complexity_choices, COMPLEXITIES }, .listed = true },
    { LINES(matter_category, keywords), .label = "关键词", .max = 2000,
      .help = "词和词之间用空格隔开。群众的话里有这些词，就建议归到这一类。" },
};

const struct record_type matter_category_type = {
    .name = "matter_category",
    .table = "matter_categories",
    .steady = true,
    .title = "诉求类别",
    .shape = { SHAPE(matter_category, category_fields) },
    .called = "name",
    .key = "code",
    .reads = "matters.catalogue_read",
    .writes = "matters.catalogue",
    .create = category_create,
    .change = category_change,
};

static const struct field layer_fields[] = {
    { TEXT(matter_layer, code), .label = "代码", .required = true, .unique = true, .max = 60 },
    { TEXT(matter_layer, name), .label = "名称", .required = true, .listed = true },
    { TEXT(matter_layer, offices), .label = "负责单位", .listed = true },
    { CHOICE(matter_layer, department), .label = "承办站所",
      .choices = { department_choices, DEPARTMENTS }, .listed = true },
};

const struct record_type matter_layer_type = {
    .name = "matter_layer",
    .table = "matter_layers",
    .steady = true,
    .title = "网格条线",
    .shape = { SHAPE(matter_layer, layer_fields) },
    .called = "name",
    .key = "code",
    .reads = "matters.catalogue_read",
    .writes = "matters.catalogue",
};

static const struct field place_layer_fields[] = {
    { PLACE(place_layer, place), .label = "网格", .required = true, .listed = true },
    { REF(place_layer, layer), .label = "条线", .target = "matter_layer", .required = true,
      .listed = true },
    { TEXT(place_layer, responsible), .label = "负责人", .required = true, .max = 50,
      .listed = true },
    { TEXT(place_layer, remark), .label = "备注" },
};

const struct record_type place_layer_type = {
    .name = "place_layer",
    .table = "place_layers",
    .steady = true,
    .title = "网格分工",
    .shape = { SHAPE(place_layer, place_layer_fields) },
    .place = "place",
    .called = "responsible",
    .reads = "matters.read",
    .writes = "matters.layers",
    .create = place_layer_create,
};
