"""What can be carried out of the house as CSV: cases, and who saw what. Codes, dates and staff; no requester."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dsr.models import Case, ViewEvent
from dsr.queries.looks import every_look
from dsr.queries.metrics import cases_at


def export_rows(desks: Sequence[int], today: date) -> Iterator[list[object]]:
    """Yield a head and one row per case of the desks, oldest arrival first, read in chunks."""
    yield [
        _("Case"),
        _("Desk"),
        _("Requested"),
        _("State"),
        _("Channel"),
        _("Arrived on"),
        _("Entered on"),
        _("Due on"),
        _("Replied on"),
        _("Days taken"),
        _("Days late"),
        _("Assigned to"),
    ]
    cases = cases_at(desks).select_related("desk", "assignee").prefetch_related("rights").order_by("received_on", "pk")
    for case in cases.iterator(chunk_size=500):
        yield _row(case, today)


def _row(case: Case, today: date) -> list[object]:
    until = case.replied_on or today
    # a withdrawn case is never late; a paused one stopped counting when it was paused
    counted_until = None if case.withdrawn_at else case.replied_on or case.paused_from or today
    return [
        case.number,
        str(case.desk),
        " / ".join(str(right.label) for right in case.rights.all()),
        case.get_state_display(),
        case.get_channel_display(),
        case.received_on.isoformat(),
        timezone.localdate(case.created_at).isoformat(),
        case.due_on.isoformat(),
        case.replied_on and case.replied_on.isoformat(),
        None if case.withdrawn_at else (until - case.received_on).days,
        max((counted_until - case.due_on).days, 0) if counted_until else None,
        case.assignee,
    ]


def look_rows(looks: QuerySet[ViewEvent], desks: Sequence[int]) -> Iterator[list[object]]:
    """Yield a head and one row per look, newest first: who saw what of which case. No requester appears."""
    yield [_("When"), _("Person"), _("Role"), _("Looked at"), _("Details"), _("Case"), _("Desk")]
    for look in every_look(looks, desks):
        yield [
            timezone.localtime(look.event.at).isoformat(timespec="seconds"),
            look.event.user,
            look.role,
            look.what,
            look.detail,
            " ".join(case.number for case in look.cases),
            look.event.desk,
        ]
