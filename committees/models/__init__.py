"""The ground: places, the committee tree, grants on it, what was done, who is told, papers."""

from committees.models.papers import Paper
from committees.models.records import AuditEvent, AuditHead, Notice
from committees.models.tree import (
    Approver,
    Area,
    AreaLevel,
    Bilingual,
    Committee,
    CommitteeUserPermission,
)

__all__ = [
    "Approver",
    "Area",
    "AreaLevel",
    "AuditEvent",
    "AuditHead",
    "Bilingual",
    "Committee",
    "CommitteeUserPermission",
    "Notice",
    "Paper",
]
