"""The ground: places, the tree, grants on it, what was done, who is told, papers, downloads."""

from committees.models.exports import UNDER_WAY, Export, ExportState
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
    "UNDER_WAY",
    "Approver",
    "Area",
    "AreaLevel",
    "AuditEvent",
    "AuditHead",
    "Bilingual",
    "Committee",
    "CommitteeUserPermission",
    "Export",
    "ExportState",
    "Notice",
    "Paper",
]
