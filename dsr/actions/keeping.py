"""When the time of keeping a paper is over: set when its case is closed, or never is, and carried out by the rules."""

import logging
from datetime import date, timedelta

from dsr.actions.destruction import destroy_document
from dsr.actions.unit import SYSTEM
from dsr.errors import Refused
from dsr.law.evidence import Proves
from dsr.models import Case, Document
from dsr.profile.keeping import Keep, Retention, never_closed_until
from dsr.vocabulary import DestroyReason

logger = logging.getLogger(__name__)

# Whole days in which a close can be taken back before any paper of it goes, however short a desk keeps them.
UNDO_DAYS = 3
FORM = "request_form"
AT_ONCE = 500


def set_times(case: Case, closed_on: date, today: date) -> None:
    """Write the day of destruction of each paper, inside the change that closes its case.

    `closed_on` is the day that counts for the period, `today` the day on which it was entered, from which the days of
    undoing run: a reply may have left weeks before. A request form is kept longer than what proves a person.
    """
    retention = case.policy.profile.retention
    soonest = today + timedelta(days=UNDO_DAYS + 1)
    documents = list(case.documents.kept().select_related("item"))
    for document in documents:
        over = _keep(retention, document).until(closed_on) + timedelta(days=1)
        document.destroy_on = max(over, soonest)
    Document.objects.bulk_update(documents, ["destroy_on"])


def clear_times(case: Case, today: date) -> None:
    """Forget the days of destruction, inside the change that opens a case again, but for the end of every case."""
    case.documents.kept().update(destroy_on=never_closed_until(today))


def _keep(retention: Retention, document: Document) -> Keep:
    """Return what the desk says about such a paper. What nobody has named counts as a paper of identity."""
    item = document.item
    is_form = document.kind == FORM if document.kind else bool(item and item.purpose == Proves.REQUEST)
    return retention.request_form if is_form else retention.identity_papers


def destroy_due(today: date, *, at_once: int = AT_ONCE) -> int:
    """Destroy the papers whose time is over, one change each, and leave those on hold. Returns how many.

    Costs what is due, not what is kept. A paper that somebody opens again or holds meanwhile is left alone.
    """
    due = Document.objects.kept().filter(destroy_on__lte=today, case__held_since=None)
    done = 0
    for case_id, document_id in due.order_by("destroy_on", "id").values_list("case_id", "pk")[:at_once]:
        try:
            destroy_document(case_id, document_id, by=SYSTEM, reason=DestroyReason.RETENTION_OVER)
        except Refused as refusal:
            logger.warning("document %s is not destroyed: %s", document_id, refusal.code)
        else:
            done += 1
    return done
