"""Pages of plans: lists, a year's plan and its lines, a quarter and its way, its papers."""

from actionplans.views.lines import line_add, line_edit, line_new, line_remove, line_restore
from actionplans.views.lists import plan_export, plan_list
from actionplans.views.origins import recommendation_plan
from actionplans.views.papers import plan_lines_export, quarter_pdf, quarter_xlsx
from actionplans.views.quarters import (
    quarter,
    quarter_amend,
    quarter_approve,
    quarter_compare,
    quarter_receive,
    quarter_return,
    quarter_return_by_province,
    quarter_round,
    quarter_submit,
    quarter_withdraw,
)
from actionplans.views.years import plan, plan_new

__all__ = [
    "line_add",
    "line_edit",
    "line_new",
    "line_remove",
    "line_restore",
    "plan",
    "plan_export",
    "plan_lines_export",
    "plan_list",
    "plan_new",
    "quarter",
    "quarter_amend",
    "quarter_approve",
    "quarter_compare",
    "quarter_pdf",
    "quarter_receive",
    "quarter_return",
    "quarter_return_by_province",
    "quarter_round",
    "quarter_submit",
    "quarter_withdraw",
    "quarter_xlsx",
    "recommendation_plan",
]
