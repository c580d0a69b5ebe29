"""Parts of a page are asked for together, and get what each would have got alone."""

import datetime as dt
from typing import Any

import pytest
from django.db import models
from django.db.models import Count, F, Value
from django.db.models.functions import Concat

from accounts.models import User
from actionplans.models import PlanLine, RoundLine
from committees.gather import asked_alone, gather, in_step
from committees.models import AuditEvent, Committee, CommitteeUserPermission, Notice
from members.models import Seat

pytestmark = pytest.mark.django_db


def querysets() -> list[models.QuerySet[Any]]:
    return [
        Seat.objects.select_related("person", "committee__province").order_by("-pk"),
        Committee.objects.order_by("sort_key")[:3],
        PlanLine.objects.all(),  # amounts of money
        RoundLine.objects.all(),  # frozen content in JSON
        AuditEvent.objects.order_by("committee_id", "seq")[:20],  # UUIDs, moments, JSON
        CommitteeUserPermission.objects.order_by("pk"),  # arrays
        User.objects.annotate(held=Count("seats")).order_by("pk"),
        User.objects.annotate(label=Concat(F("name_th"), Value(" ✓"))).order_by("pk")[2:4],
        Seat.objects.order_by("pk").values("pk", "starts", "committee__name_th"),
        Seat.objects.order_by("pk").values_list("pk", "ends"),
        Seat.objects.order_by("pk").values_list("role", flat=True).distinct().order_by("role"),
        Notice.objects.none(),
        Seat.objects.filter(pk__in=[]),
        Seat.objects.filter(starts__gt=dt.date(2590, 1, 1)),
    ]


def contents(rows: list[Any]) -> list[Any]:
    return [
        {name: value for name, value in vars(row).items() if name != "_state"}
        if isinstance(row, models.Model)
        else row
        for row in rows
    ]


def test_each_gets_what_it_would_have_got_alone(world):
    together = gather(querysets())
    for queryset, rows in zip(querysets(), together, strict=True):
        assert contents(rows) == contents(list(queryset)), queryset.query


def test_all_of_them_are_one_statement(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        gather(querysets())


def test_what_was_loaded_along_needs_no_further_statement(world, django_assert_num_queries):
    seats, _others = gather(
        [Seat.objects.select_related("person", "committee"), Committee.objects.all()]
    )
    with django_assert_num_queries(0):
        assert all(seat.person.name and seat.committee.short for seat in seats)


def test_odd_words_arrive_as_they_are(world):
    odd = "\"'\\ {} % %s ๒๕๖๙ 😀 \u200b </script>"
    Committee.objects.filter(pk=world.mae_sai.pk).update(about_th=odd)
    first, _second = gather([Committee.objects.filter(about_th=odd), Seat.objects.all()])
    assert [row.about_th for row in first] == [odd]


def test_parts_walk_in_step(world, django_assert_num_queries):
    def one_round():
        committees = yield Committee.objects.order_by("pk")
        return len(committees)

    def two_rounds():
        seats, people = yield Seat.objects.order_by("pk"), User.objects.order_by("pk")
        last = yield Committee.objects.filter(pk=seats[-1].committee_id)
        return [last[0].pk == seats[-1].committee_id, bool(people)]

    def no_round():
        return "nothing"
        yield

    with django_assert_num_queries(2):
        found = in_step([one_round(), two_rounds(), no_round(), "plain"])
    assert found == [len(world.committees), [True, True], "nothing", "plain"]
    assert asked_alone(one_round()) == len(world.committees)


def test_a_kind_of_column_that_json_does_not_carry_is_refused(world):
    packed = User.objects.annotate(
        packed=models.ExpressionWrapper(Value(b"x"), output_field=models.BinaryField())
    )
    with pytest.raises(TypeError, match="BinaryField"):
        gather([packed, Seat.objects.all()])
