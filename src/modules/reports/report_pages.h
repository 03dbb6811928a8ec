/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of reports, for the module's routes.  Only this room includes it. */
#ifndef MODULES_REPORTS_REPORT_PAGES_H
#define MODULES_REPORTS_REPORT_PAGES_H

#include "app/route.h"
#include "record/store.h"

handler report_new_page;
handler report_page;
handler report_edit_page;
handler report_print_page;
handler report_pdf_page;
handler report_freeze_action;

extern const struct query *const report_queries[];

#endif
