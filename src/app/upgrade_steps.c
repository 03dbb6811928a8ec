/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the field tables do not say about the way from one version to the next.
 *
 *     static struct error *rename_story(struct context *cx)
 *     {
 *         return db_script(cx, "alter table matters rename column story to words");
 *     }
 *
 *     { 3, "诉求内容换了列名", rename_story },
 *
 * A step is written once and never changed after its release.  It names tables and columns as
 * they are at its version, in SQL that both databases understand.
 */
#include "app/upgrade.h"

const struct upgrade_step upgrade_steps[] = {
    { 0 },
};
