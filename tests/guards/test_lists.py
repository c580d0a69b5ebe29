"""Every list with pages can be taken away, whole; what cannot stands here with its reason."""

import ast
import inspect

import pytest

from config.settings.base import BASE_DIR
from tests.guards.source import APPS
from tests.guards.test_urls import patterns

# A list with pages -> the address that takes it away.
TAKEN = {
    "activities": "activities_export",
    "committee_history": "committee_history_export",
    "contributions_of": "contributions_export",
    "indicators_catalogue": "indicators_catalogue_export",
    "memberships": "memberships_export",
    "mou_version": "mou_export",
    "my_tasks": "my_tasks_export",
    "neighbours": "neighbour_overlaps_export",
    "offices": "offices_export",
    "orders": "orders_export",
    "organisations": "organisations_export",
    "plans": "plans_export",
    "proposals": "proposals_export",
    "province_calendar": "province_calendar_export",
    "province_indicators": "province_indicators_export",
    "province_overlaps": "province_overlaps_export",
    "province_reports": "province_reports_export",
    "recommendations": "recommendations_export",
    "seats": "seats_export",
    "tasks": "tasks_export",
    "team_find": "team_list",
}
REASONS = {
    "applications": "waits for a decision, with ways to reach people; members are taken away",
    "exports": "the list of what was taken away",
    "indicator": "the activities of one figure; they are taken away as activities",
    "notices": "a person's own; each leads to what it tells of",
    "team": "versions of the team; the one in force is taken away as its list",
    "team_version": "a version that is being written; taken away once it is in force",
    "workshops": "one or two a year; the points of each are taken away",
}

# Files that are small by what they are, and so are always answered at once.
AT_ONCE = {
    "actionplans.views.papers": "a quarter's plan",
    "actionplans.views.cycle": "the calendar of one committee's year",
    "actionplans.views.cycle_province": "the template lines of one province's year",
    "actionplans.views.figures": "figures already summed, a row a month or a pillar",
    "actionplans.views.indicators": "the indicators of one committee's year",
    "actionplans.views.report_lists": "a row for each committee of a province and quarter",
    "actionplans.views.report_papers": "one quarter's report",
    "actionplans.views.year_summaries": "one year's summary",
    "members.views.organisation_imports": "the rows of a file, at most as many as are taken in",
    "members.views.team": "the team of one province; taking it is written down",
}


def _source(pattern):
    view = inspect.unwrap(pattern.callback)
    if not getattr(view, "__module__", "").startswith(APPS):
        return ""
    return inspect.getsource(view) if inspect.isfunction(view) else ""


def test_every_list_with_pages_is_taken_away_or_has_a_reason():
    names = {pattern.name for pattern in patterns()}
    paged = {
        pattern.name
        for pattern in patterns()
        if "pages(" in (source := _source(pattern)) or "pager" in source
    }
    assert len(paged) > 15
    assert paged - TAKEN.keys() - REASONS.keys() == set()
    assert (TAKEN.keys() | REASONS.keys()) - paged == set()
    assert set(TAKEN.values()) <= names


def _modules():
    for app in APPS:
        for path in sorted((BASE_DIR / app).rglob("*.py")):
            name = ".".join(path.relative_to(BASE_DIR).with_suffix("").parts)
            if not name.startswith(("committees.exports", "committees.downloads")):
                yield name, ast.parse(path.read_text(encoding="utf-8"))


def _called(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).rpartition(".")[2]


def test_what_answers_with_a_file_by_itself_has_a_reason():
    """All else goes through `committees.downloads`, which builds what is long in a task."""
    found = {
        name for name, tree in _modules() if {"xlsx_response", "csv_response"} & set(_called(tree))
    }
    assert found - AT_ONCE.keys() == set()


@pytest.mark.parametrize("word", ["EXPORTED_AT_MOST", "MOST_EXPORTED"])
def test_no_list_ends_silently(word):
    found = {
        name
        for name, tree in _modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id == word
    }
    assert found == set()
