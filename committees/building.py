"""Builds the file of an export with the rights of who asked for it."""

from __future__ import annotations

import logging
import tempfile
from typing import IO, cast

from celery.exceptions import SoftTimeLimitExceeded
from django.core.cache import cache
from django.http import Http404
from django.utils import translation

from accounts.models import User
from committees import access, downloads, export_acts, rls
from committees.errors import Refused
from committees.export_acts import BROKEN, CLOSED, TOO_LONG, Made
from committees.models import Export

logger = logging.getLogger(__name__)

SYSTEM = "exports"
#: Beyond this a file waits on disk, not in memory.
IN_MEMORY = 4 * 1024 * 1024


def progress_key(export_id: object) -> str:
    """Where the rows done so far are told; another transaction reads it at once."""
    return f"export-{export_id}"


def build(key: str) -> bool:
    """Build one export; whether it is ready then. Run twice it does nothing the second time."""
    with rls.acting_as_system(SYSTEM):
        export = export_acts.take_up(key)
    if export is None:
        return False
    why = ""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as spool:
        target = cast(IO[bytes], spool)
        try:
            with rls.acting_as(export.asker_id), translation.override(export.language):
                made = _made(export, target)
            with rls.acting_as_system(SYSTEM):
                export_acts.finish(export, made)
        except (Http404, Refused):
            why = CLOSED
        except (SoftTimeLimitExceeded, ValueError) as error:
            logger.warning("export not built: %s", type(error).__name__)
            why = TOO_LONG
        except Exception as error:  # noqa: BLE001  (whatever it is, its page says it went wrong)
            logger.error("export failed: %s (%s)", export.builder, type(error).__name__)
            why = BROKEN
    if why:
        with rls.acting_as_system(SYSTEM):
            export_acts.give_up(export, why)
    cache.delete(progress_key(export.pk))
    return not why


def _made(export: Export, target: IO[bytes]) -> Made:
    """The file as the asker may have it now; the marks are taken before the rows are read."""
    user = User.objects.get(pk=export.asker_id)
    found = found_of(export, user)
    scope = access.scope_of(user)
    mark = downloads.content_mark(found)
    rows = downloads.counted(found, 2_000_000)
    key = progress_key(export.pk)
    cache.set(key, (0, rows), 900)
    downloads.write(
        target,
        found,
        export.form,
        export.language,
        lambda done: cache.set(key, (done, rows), 900),
    )
    return Made(target, found.name, rows, downloads.rights_mark(scope), mark)


def found_of(export: Export, user: User) -> downloads.Download:
    """What the builder says of it now. Raises Http404 or Refused where the list is closed."""
    request = downloads.request_of(user, export.query, export.language)
    found = downloads.builder_of(export.builder)(request, **export.arguments)
    if not found.offers(export.form):
        raise Http404
    return found
