"""The pages of budget proposals, which a committee keeps to itself."""

from decimal import Decimal
from typing import Any

from accounts.models import User
from actionplans.actions import proposals as actions
from actionplans.models import BudgetProposal, BudgetProposalLine, Plan, PlanLine
from committees.calendar import today
from tests.world import World

PEOPLE = (
    "visitor",
    "stranger",
    "former",
    "observer",
    "pranee",
    "somchai",
    "nok",
    "governor",
    "wichai",
    "inspector",
    "malee",
    "nuan",
    "national_observer",
)
# One that is prepared, one that was sent, and one of the closed group.
TARGETS = {"maesai": "mae_sai", "sent": "mae_sai", "closed": "mae_sai_suppression"}
REQUIRED = ({"maesai"}, {"closed"})

INSIDE_ALONE = {"actionplans_budgetproposal", "actionplans_budgetproposalline"}


def prepared(
    world: World, committee: str = "mae_sai", name: str = "pranee", **given: Any
) -> BudgetProposal:
    """A proposal for the first line of the committee's plan."""
    plan = Plan.objects.get(committee=world.committees[committee], fiscal_year=world.period.year)
    line = PlanLine.objects.filter(plan=plan).order_by("position").first()
    assert line is not None
    values = {
        "organisation": world.organisations["municipality"],
        "addressee": "เทศบาลตำบลแม่สาย",
        "head": "นายกเทศมนตรี",
        "subject": "ขอรับการสนับสนุนงบประมาณ",
        "reason": "งบประมาณปกติไม่เพียงพอ",
        "letter": "",
        "contact_name": "ปราณี",
        "contact_phone": "",
        "contact_email": "",
    }
    amounts = given.pop("amounts", None) or {line: Decimal(20000)}
    by = User.objects.get(pk=world.people[name].pk)
    return actions.prepare_proposal(plan=plan, values=values | given, amounts=amounts, by=by)


def sent(world: World, **given: Any) -> BudgetProposal:
    """The same, gone out today."""
    row = prepared(world, **given)
    by = User.objects.get(pk=world.pranee.pk)
    actions.send_proposal(
        proposal=row, sent_on=today(), reference="ชร 1/2569", version=row.version, by=by
    )
    return BudgetProposal.objects.select_related("committee", "plan").get(pk=row.pk)


def build(world: World) -> dict[str, BudgetProposal]:
    """A proposal for each target."""
    return {
        "maesai": prepared(world),
        "sent": sent(world),
        "closed": prepared(world, "mae_sai_suppression", "inspector"),
        "khong": prepared(world, "chiang_khong", "malee"),
    }


def arguments(
    world: World, rows: dict[str, BudgetProposal], name: str, target: str
) -> dict[str, Any]:
    """The proposal and its line."""
    row = rows[target]
    line = BudgetProposalLine.objects.filter(proposal=row).first()
    assert line is not None
    return {
        "slug": row.committee.slug,
        "year": world.period.year,
        "pk": row.pk,
        "line": line.pk,
        "form": "pdf" if name == "proposal_paper" else "csv",
    }


def mark(world: World, rows: dict[str, BudgetProposal], word: Any) -> None:
    """All that stands in a letter is the committee's own."""
    for name in {*TARGETS.values()}:
        marked = word(name, "inside")
        mine = {"committee": world.committees[name]}
        BudgetProposal.objects.filter(**mine).update(
            subject=marked, reason=marked, addressee=marked, head=marked, contact_name=marked
        )
        BudgetProposalLine.objects.filter(**mine).update(what=marked)


def pages(world: World, rows: dict[str, BudgetProposal]) -> list[str]:
    """Addresses that read their query."""
    year = f"/committees/mae-sai/plans/year/{world.period.year}/"
    return [
        f"{year}proposals/",
        f"{year}proposals.csv",
        f"{year}proposals/{rows['maesai'].pk}/letter.pdf",
    ]


ON_ROWS = """
proposals                  maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404 404
proposals                  maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposals                  closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
proposals                  closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposals_export           maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404 404
proposals_export           maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposals_export           closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
proposals_export           closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposal_new               maesai GET  : 302 404 404 403 200 403 404 404 404 404 404 404 404
proposal_new               maesai POST : 302 404 404 403 400 403 404 404 404 404 404 404 404
proposal_new               closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
proposal_new               closed POST : 302 404 404 404 404 404 404 404 403 400 404 404 404
proposal                   maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404 404
proposal                   maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposal                   sent   GET  : 302 404 404 200 200 200 404 404 404 404 404 404 404
proposal                   sent   POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposal                   closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
proposal                   closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposal_paper             maesai GET  : 302 404 404 200 200 200 404 404 404 404 404 404 404
proposal_paper             maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposal_paper             sent   GET  : 302 404 404 200 200 200 404 404 404 404 404 404 404
proposal_paper             sent   POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposal_paper             closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
proposal_paper             closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposal_found             maesai GET  : 302 404 404 302 302 302 404 404 404 404 404 404 404
proposal_found             maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposal_found             sent   GET  : 302 404 404 302 302 302 404 404 404 404 404 404 404
proposal_found             sent   POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposal_found             closed GET  : 302 404 404 404 404 404 404 404 302 302 404 404 404
proposal_found             closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposal_edit              maesai GET  : 302 404 404 403 200 403 404 404 404 404 404 404 404
proposal_edit              maesai POST : 302 404 404 403 400 403 404 404 404 404 404 404 404
proposal_edit              sent   GET  : 302 404 404 403 409 403 404 404 404 404 404 404 404
proposal_edit              sent   POST : 302 404 404 403 409 403 404 404 404 404 404 404 404
proposal_edit              closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
proposal_edit              closed POST : 302 404 404 404 404 404 404 404 403 400 404 404 404
proposal_send              maesai GET  : 302 404 404 403 200 403 404 404 404 404 404 404 404
proposal_send              maesai POST : 302 404 404 403 400 403 404 404 404 404 404 404 404
proposal_send              sent   GET  : 302 404 404 403 409 403 404 404 404 404 404 404 404
proposal_send              sent   POST : 302 404 404 403 409 403 404 404 404 404 404 404 404
proposal_send              closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
proposal_send              closed POST : 302 404 404 404 404 404 404 404 403 400 404 404 404
proposal_grant             maesai GET  : 302 404 404 403 409 403 404 404 404 404 404 404 404
proposal_grant             maesai POST : 302 404 404 403 409 403 404 404 404 404 404 404 404
proposal_grant             sent   GET  : 302 404 404 403 200 403 404 404 404 404 404 404 404
proposal_grant             sent   POST : 302 404 404 403 400 403 404 404 404 404 404 404 404
proposal_grant             closed GET  : 302 404 404 404 404 404 404 404 403 409 404 404 404
proposal_grant             closed POST : 302 404 404 404 404 404 404 404 403 409 404 404 404
proposal_refuse            maesai GET  : 302 404 404 403 409 403 404 404 404 404 404 404 404
proposal_refuse            maesai POST : 302 404 404 403 409 403 404 404 404 404 404 404 404
proposal_refuse            sent   GET  : 302 404 404 403 200 403 404 404 404 404 404 404 404
proposal_refuse            sent   POST : 302 404 404 403 400 403 404 404 404 404 404 404 404
proposal_refuse            closed GET  : 302 404 404 404 404 404 404 404 403 409 404 404 404
proposal_refuse            closed POST : 302 404 404 404 404 404 404 404 403 409 404 404 404
proposal_withdraw          maesai GET  : 302 404 404 403 200 403 404 404 404 404 404 404 404
proposal_withdraw          maesai POST : 302 404 404 403 400 403 404 404 404 404 404 404 404
proposal_withdraw          sent   GET  : 302 404 404 403 200 403 404 404 404 404 404 404 404
proposal_withdraw          sent   POST : 302 404 404 403 400 403 404 404 404 404 404 404 404
proposal_withdraw          closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
proposal_withdraw          closed POST : 302 404 404 404 404 404 404 404 403 400 404 404 404
proposal_ask               maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposal_ask               maesai POST : 302 404 404 403 409 403 404 404 404 404 404 404 404
proposal_ask               sent   GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposal_ask               sent   POST : 302 404 404 403 302 403 404 404 404 404 404 404 404
proposal_ask               closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposal_ask               closed POST : 302 404 404 404 404 404 404 404 403 409 404 404 404
proposal_write             maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposal_write             maesai POST : 302 404 404 403 409 403 404 404 404 404 404 404 404
proposal_write             sent   GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposal_write             sent   POST : 302 404 404 403 409 403 404 404 404 404 404 404 404
proposal_write             closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
proposal_write             closed POST : 302 404 404 404 404 404 404 404 403 409 404 404 404
"""
