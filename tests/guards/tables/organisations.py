"""The directory, contacts in it, and lists brought into it.

Columns: visitor, stranger, former | pranee, somchai (Mae Sai), inspector (secretary of the closed
group) | nok (PSDHS) | chair, secretary, steering, member (CCT) | nuan (PSDHS Nan), the national
observer. FOCUS, in Chiang Rai, has seats held by the CCT's secretary and its steering member.
"""

from __future__ import annotations

from typing import Any

from members.actions import imports, organisations
from members.models import ImportBatch, ImportRow, Organisation, OrganisationContact
from tests.members.cct import workbook
from tests.world import World

PEOPLE = (
    "visitor", "stranger", "former", "pranee", "somchai", "inspector", "nok", "cct_chair",
    "cct_secretary", "cct_steering", "cct_member", "nuan", "national_observer",
)  # fmt: skip
TARGETS = {
    "rai": "cct",
    "nanprovince": "nan_border",
    "cct": "cct",
    "maesai": "mae_sai",
    "closed": "mae_sai_suppression",
}
REQUIRED = ({"cct"}, {"maesai"}, {"closed"})

ANYWHERE = """
organisations                     GET  : 302 200 200 200 200 200 200 200 200 200 200 200 200
organisations                     POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
organisations_export              GET  : 302 200 200 200 200 200 200 200 200 200 200 200 200
organisations_export              POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
"""

ON_ROWS = """
organisation               rai         GET  : 302 404 404 200 200 200 200 200 200 200 200 404 200
organisation               rai         POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
organisation               nanprovince GET  : 302 404 404 404 404 404 404 404 404 404 404 200 200
organisation               nanprovince POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
organisation_edit          rai         GET  : 302 404 404 200 403 200 200 403 200 403 403 404 403
organisation_edit          rai         POST : 302 404 404 200 403 200 200 403 200 403 403 404 403
organisation_edit          nanprovince GET  : 302 404 404 404 404 404 404 404 404 404 404 200 403
organisation_edit          nanprovince POST : 302 404 404 404 404 404 404 404 404 404 404 200 403
organisation_merge         rai         GET  : 302 404 404 200 403 200 200 403 200 403 403 404 403
organisation_merge         rai         POST : 302 404 404 200 403 200 200 403 200 403 403 404 403
organisation_merge         nanprovince GET  : 302 404 404 404 404 404 404 404 404 404 404 200 403
organisation_merge         nanprovince POST : 302 404 404 404 404 404 404 404 404 404 404 200 403
organisation_duplicates    rai         GET  : 302 404 404 200 403 200 200 403 200 403 403 404 404
organisation_duplicates    rai         POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
organisation_duplicates    nanprovince GET  : 302 404 404 404 404 404 404 404 404 404 404 200 404
organisation_duplicates    nanprovince POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
contact_new                rai         GET  : 302 404 404 200 403 200 200 403 200 200 403 404 403
contact_new                rai         POST : 302 404 404 200 403 200 200 403 200 200 403 404 403
contact_new                nanprovince GET  : 302 404 404 404 404 404 404 404 404 404 404 200 403
contact_new                nanprovince POST : 302 404 404 404 404 404 404 404 404 404 404 200 403
contact_edit               rai         GET  : 302 404 404 200 403 200 200 403 200 200 403 404 404
contact_edit               rai         POST : 302 404 404 200 403 200 200 403 200 200 403 404 404
contact_edit               nanprovince GET  : 302 404 404 404 404 404 404 404 404 404 404 200 404
contact_edit               nanprovince POST : 302 404 404 404 404 404 404 404 404 404 404 200 404
contact_remove             rai         GET  : 302 404 404 200 403 200 200 403 200 200 403 404 404
contact_remove             rai         POST : 302 404 404 302 403 302 302 403 302 302 403 404 404
contact_remove             nanprovince GET  : 302 404 404 404 404 404 404 404 404 404 404 200 404
contact_remove             nanprovince POST : 302 404 404 404 404 404 404 404 404 404 404 302 404
organisations_import       cct         GET  : 302 404 404 404 404 404 403 403 200 403 403 404 404
organisations_import       cct         POST : 302 404 404 404 404 404 403 403 200 403 403 404 404
organisations_import       maesai      GET  : 302 404 404 200 403 404 403 404 404 404 404 404 404
organisations_import       maesai      POST : 302 404 404 200 403 404 403 404 404 404 404 404 404
organisations_import       closed      GET  : 302 404 404 404 404 200 404 404 404 404 404 404 404
organisations_import       closed      POST : 302 404 404 404 404 200 404 404 404 404 404 404 404
organisations_import_form  cct         GET  : 302 404 404 404 404 404 403 403 200 403 403 404 404
organisations_import_form  cct         POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
organisations_import_form  maesai      GET  : 302 404 404 200 403 404 403 404 404 404 404 404 404
organisations_import_form  maesai      POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
organisations_import_form  closed      GET  : 302 404 404 404 404 200 404 404 404 404 404 404 404
organisations_import_form  closed      POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
organisations_import_check cct         GET  : 302 404 404 404 404 404 404 404 200 404 404 404 404
organisations_import_check cct         POST : 302 404 404 404 404 404 404 404 409 404 404 404 404
organisations_import_check maesai      GET  : 302 404 404 200 404 404 404 404 404 404 404 404 404
organisations_import_check maesai      POST : 302 404 404 409 404 404 404 404 404 404 404 404 404
organisations_import_check closed      GET  : 302 404 404 404 404 200 404 404 404 404 404 404 404
organisations_import_check closed      POST : 302 404 404 404 404 409 404 404 404 404 404 404 404
organisations_import_left  cct         GET  : 302 404 404 404 404 404 404 404 200 404 404 404 404
organisations_import_left  cct         POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
organisations_import_left  maesai      GET  : 302 404 404 200 404 404 404 404 404 404 404 404 404
organisations_import_left  maesai      POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
organisations_import_left  closed      GET  : 302 404 404 404 404 200 404 404 404 404 404 404 404
organisations_import_left  closed      POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
organisations_import_drop  cct         GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
organisations_import_drop  cct         POST : 302 404 404 404 404 404 404 404 302 404 404 404 404
organisations_import_drop  maesai      GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
organisations_import_drop  maesai      POST : 302 404 404 302 404 404 404 404 404 404 404 404 404
organisations_import_drop  closed      GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
organisations_import_drop  closed      POST : 302 404 404 404 404 302 404 404 404 404 404 404 404
"""

# committee of the world -> who keeps the directory for it and brings a list.
OWNERS = {
    "cct": "cct_secretary",
    "mae_sai": "pranee",
    "chiang_khong": "malee",
    "mae_sai_suppression": "inspector",
    "nan_border": "nida",
}
LIST = [["Name in Thai", "Kind"], ["สมาคมที่ยังไม่มี", "CSO"], ["อีกสมาคมหนึ่ง", "club"]]


def build(world: World) -> dict[str, Any]:
    """A contact in each province, and a list that waits in each committee."""
    rows: dict[str, Any] = {
        target: organisations.add_contact(
            organisation=world.organisations[name],
            values={"name": f"ผู้ติดต่อ {name}", "post": "", "phone": "053 711 222", "email": ""},
            by=world.fresh(world.people[who]),
        )
        for target, name, who in (("rai", "focus", "nok"), ("nanprovince", "nan_office", "nuan"))
    }
    for name, owner in OWNERS.items():
        rows[name] = imports.bring(
            committee=world.committees[name],
            name=f"{name}.xlsx",
            content=workbook(LIST),
            by=world.fresh(world.people[owner]),
        )
    return rows


def arguments(world: World, rows: dict[str, Any], name: str, target: str) -> dict[str, Any]:
    """The organisation with its contact, or the list of the committee."""
    committee = world.committees[TARGETS[target]]
    known = {"slug": committee.slug, "code": committee.province_id, "form": "xlsx"}
    if name.startswith("organisations_import"):
        return known | {"pk": rows[TARGETS[target]].pk}
    contact = rows["rai" if committee.province_id == 57 else "nanprovince"]
    return known | {"pk": contact.organisation_id, "contact": contact.pk}


def _own_list(reach: Any, row: Any) -> bool:
    return row.owner_id == reach.user_id and row.committee_id in reach.own


SEES = {
    "members_organisationcontact": lambda reach, row: row.province_id in reach.provinces,
    "members_importbatch": _own_list,
    "members_importrow": _own_list,
}


def mark(world: World, rows: dict[str, Any], word: Any) -> None:
    """A list is read by nobody but who brought it; contacts by those of the province alone."""
    for name in OWNERS:
        ImportBatch.objects.filter(pk=rows[name].pk).update(name=word(name, "inside"))
        ImportRow.objects.filter(batch=rows[name]).update(
            cells=[word(name, "inside"), "club"], left_out=word(name, "inside")
        )
    OrganisationContact.objects.filter(pk=rows["nanprovince"].pk).update(
        name=word("nan_border", "seat"), email="qz@example.org"
    )


def pages(world: World, rows: dict[str, Any]) -> list[str]:
    """Addresses that read their query."""
    pk = Organisation.objects.get(pk=world.organisations["khong_office"].pk).pk
    return [
        "/organisations/",
        "/organisations/list.csv",
        f"/organisations/{pk}/merge/",
        "/committees/chiang-khong/members/import/",
        f"/committees/chiang-khong/members/import/{rows['chiang_khong'].pk}/",
    ]
