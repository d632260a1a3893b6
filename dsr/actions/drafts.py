"""What a requester typed before sending: kept sealed for a day, then either part of a case or gone."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from dsr import crypto, storage
from dsr.actions.documents import IncomingFile, store_original
from dsr.models import Desk, Draft, DraftFile

KEEP = timedelta(hours=24)
MAX_FILES = 5


def token_hash(token: str) -> bytes:
    """Return the keyed hash under which a draft is found; the token itself lies only with the requester."""
    return crypto.blind(token, purpose="draft")


def find_draft(token: str, desk: Desk) -> Draft | None:
    """Return the requester's draft at a desk, or None."""
    return Draft.objects.filter(token_hash=token_hash(token), desk=desk).first()


def save_draft(token: str, desk: Desk, typed: dict[str, Any]) -> Draft:
    """Keep what was typed, sealed with the draft's own key. Writes one row; the newest words win."""
    draft = find_draft(token, desk) or _new_draft(token, desk)
    draft.typed = typed
    draft.updated_at = timezone.now()
    draft.save()
    return draft


def _new_draft(token: str, desk: Desk) -> Draft:
    """Write an empty draft; of two clicks that come together the second one takes the draft of the first."""
    draft = Draft(desk=desk, token_hash=token_hash(token), updated_at=timezone.now())
    draft.master_key_id, draft.wrapped = crypto.wrap(crypto.new_key(), context=f"draft:{draft.pk}")
    Draft.objects.bulk_create([draft], ignore_conflicts=True)
    return Draft.objects.get(token_hash=draft.token_hash)


def has_room(size: int) -> bool:
    """Say whether so many more bytes of a stranger may be kept: within the quota of all drafts and what the disk has.

    Staff are not asked: what they scan passes below.
    """
    held = DraftFile.objects.aggregate(size=Sum("size"))["size"] or 0
    return held + size <= settings.DSR_DRAFT_QUOTA and storage.has_room(size)


def keep_file(draft: Draft, requirement: str, file: IncomingFile) -> None:
    """Keep an uploaded file with its draft, in place of an earlier one for the same line. Bytes first, then the row.

    Nothing is kept when another click has sent the draft meanwhile; the bytes are swept then.
    """
    stored = store_original(file.data)
    kept = DraftFile(
        draft=draft,
        requirement=requirement,
        key=stored.place,
        content_type=file.content_type,
        size=len(file.data),
        fingerprint=crypto.fingerprint(file.data),
    )
    kept.seal_file_key(stored.file_key)
    kept.name = file.name
    with transaction.atomic():
        if not Draft.objects.select_for_update().filter(pk=draft.pk).exists():
            return
        # the bytes of the earlier file become an orphan, which the sweep deletes
        draft.files.filter(requirement=requirement).delete()
        kept.save(force_insert=True)


def discard_draft(token: str, desk: Desk) -> None:
    """Forget a draft. Its files stay where a case took them over, and are swept where none did."""
    Draft.objects.filter(token_hash=token_hash(token), desk=desk).delete()


def delete_stale(now: datetime) -> int:
    """Delete drafts that nobody sent within a day. Returns how many."""
    stale = Draft.objects.filter(updated_at__lt=now - KEEP)
    return stale.delete()[1].get("dsr.Draft", 0)
