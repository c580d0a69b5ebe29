"""Extra rows beside the fixed cast of `tests.world`."""

import datetime as dt
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from actionplans.actions import activities as activity_actions
from actionplans.actions import plans as plan_actions
from actionplans.models import Activity, Plan, PlanLine, QuarterPlan, State
from committees.calendar import Quarter, quarter, today
from committees.models import Area, AreaLevel, Committee
from members.actions import seats as member_actions
from members.models import Organisation, Seat


class UserFactory(DjangoModelFactory):
    """A person without seats, with the password of the cast."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.com")
    name_th = factory.Sequence(lambda number: f"บุคคลที่ {number}")
    name_en = factory.Sequence(lambda number: f"Person {number}")
    password = factory.django.Password("only-for-tests-1234")


class OrganisationFactory(DjangoModelFactory):
    """An agency of Chiang Rai, unless `province_id` says otherwise."""

    class Meta:
        model = Organisation

    province_id = 57
    kind = "government"
    name_th = factory.Sequence(lambda number: f"หน่วยงานที่ {number}")
    name_en = factory.Sequence(lambda number: f"Agency {number}")


class CommitteeFactory(DjangoModelFactory):
    """A working group under `parent`; with another `kind`, whatever stands there."""

    class Meta:
        model = Committee

    class Params:
        number = factory.Sequence(lambda number: number)

    kind = "working_group"
    parent = None
    area = factory.LazyAttribute(lambda row: row.parent.area)
    province_id = factory.LazyAttribute(lambda row: row.parent.province_id)
    name_th = factory.LazyAttribute(lambda row: f"คณะทำงานที่ {row.number}")
    name_en = factory.LazyAttribute(lambda row: f"Working group {row.number}")
    slug = factory.LazyAttribute(lambda row: f"working-group-{row.number}")

    @classmethod
    def _create(cls, model_class: type[Committee], *args: Any, **kwargs: Any) -> Committee:
        row = super()._create(model_class, *args, **kwargs)
        row.refresh_from_db()  # path, depth and parent_kind are set by the database
        return row


class SeatFactory(factory.Factory):
    """A seat given by the real action, with its grants; `by` None is the system."""

    class Meta:
        model = Seat

    committee = None
    person = factory.SubFactory(UserFactory)
    organisation = factory.LazyAttribute(
        lambda row: OrganisationFactory(province_id=row.committee.province_id)
    )
    role = "member"
    post_th = ""
    post_en = ""
    starts = factory.LazyFunction(lambda: today() - dt.timedelta(days=30))
    ends = None
    by = None

    @classmethod
    def _create(cls, model_class: type[Seat], *args: Any, **kwargs: Any) -> Seat:
        committee, person, by = (kwargs.pop(name) for name in ("committee", "person", "by"))
        return member_actions.give_seat(committee=committee, person=person, values=kwargs, by=by)


class PlanFactory(factory.Factory):
    """A plan started by `by`, who must write there, with its four quarters."""

    class Meta:
        model = Plan

    committee = None
    by = None
    fiscal_year = factory.LazyFunction(lambda: quarter(today()).year)

    @classmethod
    def _create(cls, model_class: type[Plan], *args: Any, **kwargs: Any) -> Plan:
        return plan_actions.start_plan(**kwargs)


class LineFactory(factory.Factory):
    """A line added to `plan` by `by`, in the quarter `period`."""

    class Meta:
        model = PlanLine

    class Params:
        period = factory.LazyFunction(lambda: quarter(today()))

    plan = None
    by = None
    what = factory.Sequence(lambda number: f"กิจกรรมที่ {number}")
    pillar = "counter_trafficking"
    responsible = factory.LazyAttribute(
        lambda row: OrganisationFactory(province_id=row.plan.province_id)
    )
    supporting = factory.LazyFunction(list)
    places = factory.LazyFunction(list)
    starts = factory.LazyAttribute(lambda row: row.period.start)
    ends = factory.LazyAttribute(lambda row: row.period.end)
    budget = 0
    funding = "own_remit"
    funder = ""
    indicator = ""
    target = ""

    @classmethod
    def _create(cls, model_class: type[PlanLine], *args: Any, **kwargs: Any) -> PlanLine:
        plan, by = kwargs.pop("plan"), kwargs.pop("by")
        return plan_actions.add_line(plan=plan, values=kwargs, by=by)


# state -> the actions that lead there from a draft
WAYS: dict[str, tuple[str, ...]] = {
    State.DRAFT: (),
    State.SUBMITTED: ("submit",),
    State.APPROVED: ("submit", "approve"),
    State.RETURNED: ("submit", "return"),
    State.RECEIVED: ("submit", "approve", "receive"),
    State.RETURNED_BY_PROVINCE: ("submit", "approve", "return_by_province"),
}


def quarter_in(
    state: str,
    *,
    plan: QuarterPlan,
    writer: User,
    approver: User,
    receiver: User,
) -> QuarterPlan:
    """Take a draft of `tests.world` by the real actions into this state, and load it anew."""
    acts = {
        "submit": lambda: plan_actions.submit_plan(plan=plan, by=writer),
        "approve": lambda: plan_actions.approve_plan(plan=plan, by=approver),
        "return": lambda: plan_actions.return_plan(plan=plan, by=approver, reason="โปรดแก้ไข"),
        "receive": lambda: plan_actions.receive_plan(plan=plan, by=receiver),
        "return_by_province": lambda: plan_actions.return_plan_by_province(
            plan=plan, by=receiver, reason="โปรดแก้ไข"
        ),
    }
    for step in WAYS[state]:
        acts[step]()
    return QuarterPlan.objects.select_related("committee").get(pk=plan.pk)


def period_after(period: Quarter) -> Quarter:
    """The next quarter of the same fiscal year, going round."""
    return Quarter(period.year, period.number % 4 + 1)


class ActivityFactory(factory.Factory):
    """An activity logged in `committee` by `by`, who sits there: today, in its district."""

    class Meta:
        model = Activity

    committee = None
    by = None
    line = None
    kind = "campaign"
    pillar = "counter_trafficking"
    title = factory.Sequence(lambda number: f"รณรงค์ครั้งที่ {number}")
    starts = factory.LazyFunction(today)
    ends = factory.SelfAttribute("starts")
    district = factory.LazyAttribute(lambda row: district_of(row.committee))
    lead = factory.LazyAttribute(
        lambda row: Organisation.objects.filter(province_id=row.committee.province_id).first()
    )

    @classmethod
    def _create(cls, model_class: type[Activity], *args: Any, **kwargs: Any) -> Activity:
        committee, by = kwargs.pop("committee"), kwargs.pop("by")
        return activity_actions.log_activity(committee=committee, values=kwargs, by=by)


def district_of(committee: Committee) -> Area:
    """Where a committee's activity can be: its own district, or the first one of its province."""
    if committee.area.level == AreaLevel.DISTRICT:
        return committee.area
    return Area.objects.filter(parent_id=committee.province_id).order_by("pk").first()
