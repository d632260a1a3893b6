"""The journal in words: each entry says who did what, and explains the facts it carries."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsr.law.eras import format_date
from dsr.law.evidence import EVIDENCE
from dsr.law.grounds import GROUNDS
from dsr.law.listing import in_turn
from dsr.models import CaseEvent, ChecklistItem
from dsr.models.journal import STAFF
from dsr.persons import LABELS_OF_PERSON
from dsr.queries.case_page.papers import line_label
from dsr.vocabulary import (
    Acknowledgement,
    Action,
    BackdateReason,
    Channel,
    ContactBasis,
    ContactMedium,
    DeadlineRule,
    DeliveryChannel,
    DestroyReason,
    DisposalReason,
    DocumentStatus,
    ExtensionNotice,
    FindingCode,
    IdentityMethod,
    Impersonal,
    Kind,
    LatenessReason,
    NotScanned,
    Outcome,
    PaperStatus,
    PaperWay,
    PartyRole,
    PauseReason,
    RebuildFailure,
    ReceiptCorrection,
    Regime,
    RejectReason,
    RequesterType,
    ScanVerdict,
    Settlement,
    State,
)

# What each verb did, told afterwards.
TITLES: dict[Action, Promise] = {
    Action.SUBMIT_REQUEST: gettext_lazy("Request received"),
    Action.ASSIGN: gettext_lazy("Case assigned"),
    Action.ACKNOWLEDGE: gettext_lazy("Receipt acknowledged"),
    Action.ADD_NOTE: gettext_lazy("Note added"),
    Action.CORRECT_PERSON: gettext_lazy("Details of a person corrected"),
    Action.ADD_DOCUMENT: gettext_lazy("Document added"),
    Action.RECORD_REBUILD: gettext_lazy("Document converted for safe viewing"),
    Action.ACCEPT_ITEM: gettext_lazy("Item accepted"),
    Action.REJECT_ITEM: gettext_lazy("Item rejected"),
    Action.WAIVE_ITEM: gettext_lazy("Item waived"),
    Action.ADD_ITEM: gettext_lazy("Further document asked for"),
    Action.DESCRIBE_DOCUMENT: gettext_lazy("Document described"),
    Action.SETTLE_FINDING: gettext_lazy("Warning judged"),
    Action.MASK_DOCUMENT: gettext_lazy("Document masked"),
    Action.DESTROY_DOCUMENT: gettext_lazy("Document destroyed"),
    Action.RECORD_SHREDDING: gettext_lazy("Destruction confirmed by the store"),
    Action.RECORD_VERDICT: gettext_lazy("Virus check recorded"),
    Action.RECORD_PAPER: gettext_lazy("Whereabouts of a paper recorded"),
    Action.PROVE_CONTACT: gettext_lazy("Contact judged"),
    Action.ASK_PRINCIPAL: gettext_lazy("Data subject asked about the agent"),
    Action.SET_HOLD: gettext_lazy("Legal hold set"),
    Action.LIFT_HOLD: gettext_lazy("Legal hold lifted"),
    Action.ASK_FOR_MORE: gettext_lazy("Asked for what is missing"),
    Action.PAUSE_CLOCK: gettext_lazy("Deadline paused"),
    Action.RESUME_CLOCK: gettext_lazy("Deadline resumed"),
    Action.EXTEND_CLOCK: gettext_lazy("Deadline extended"),
    Action.ANNOUNCE_EXTENSION: gettext_lazy("Requester told of the extension"),
    Action.CORRECT_RECEIPT: gettext_lazy("Day of receipt corrected"),
    Action.RECOMPUTE_DEADLINE: gettext_lazy("Deadline recomputed for a newer calendar of the desk"),
    Action.VERIFY_IDENTITY: gettext_lazy("Identity confirmed"),
    Action.REFUSE_ON_PROCEDURE: gettext_lazy("Refused on procedure"),
    Action.DECIDE_RIGHT: gettext_lazy("Right decided"),
    Action.DECIDE: gettext_lazy("Decision closed"),
    Action.APPROVE_LETTER: gettext_lazy("Letter approved"),
    Action.ATTACH_PDF: gettext_lazy("PDF of the letter created"),
    Action.SEND_REPLY: gettext_lazy("Reply released"),
    Action.MARK_REPLIED: gettext_lazy("Reply delivered"),
    Action.RECORD_RETURN: gettext_lazy("Reply returned undelivered"),
    Action.WITHDRAW: gettext_lazy("Request withdrawn"),
    Action.FIRE_DEADLINE: gettext_lazy("Reminder sent"),
    Action.RESTORE_TIMERS: gettext_lazy("Lost reminders set anew"),
}


@dataclass(frozen=True)
class Entry:
    """One entry as the timeline shows it."""

    at: datetime
    title: str | Promise
    by: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Names:
    """What ids and codes in the facts stand for in this case."""

    staff: Mapping[int, str]
    lines: Mapping[str, str]

    @classmethod
    def of(cls, staff: Mapping[int, str], items: Iterable[ChecklistItem]) -> "Names":
        """Name the lines of a case."""
        return cls(staff, {item.code: str(line_label(item)) for item in items})


def entries(events: Iterable[CaseEvent], names: Names) -> tuple[Entry, ...]:
    """Put journal entries into words of the active language, in the order given."""
    return tuple(_entry(event, names) for event in events)


def _entry(event: CaseEvent, names: Names) -> Entry:
    said = ((key, _say(event, key, value, names)) for key, value in event.facts.items() if key in _LABELS)
    details = [(_label(event, key), text) for key, text in said if text]
    if event.from_state and event.from_state != event.to_state:
        details.append((_("New state"), str(State(event.to_state).label)))
    return Entry(event.at.replace(microsecond=0), TITLES[Action(event.action)], _who(event), tuple(details))


def _label(event: CaseEvent, key: str) -> str:
    if key == "outcome" and event.action == Action.RECORD_REBUILD:
        return _("Result")
    if key == "evidence" and event.action == Action.RECORD_PAPER:
        return _("Paper")
    return str(_LABELS[key])


def _who(event: CaseEvent) -> str:
    return str(event.by) if event.actor == STAFF else str(Impersonal(event.actor).label)


_LABELS: dict[str, Promise] = {
    "channel": gettext_lazy("Method"),
    "kinds": gettext_lazy("Rights asked for"),
    "requester_type": gettext_lazy("Asked by"),
    "received_on": gettext_lazy("Reached the company on"),
    "backdate_reason": gettext_lazy("Reason for back-dating"),
    "policy_version": gettext_lazy("Version of the policy"),
    "due_on": gettext_lazy("Due on"),
    "due_before": gettext_lazy("Previously due on"),
    "received_before": gettext_lazy("Written down before"),
    "calendar_version": gettext_lazy("Version of the calendar"),
    "calendar_before": gettext_lazy("Previous version of the calendar"),
    "notice_by": gettext_lazy("To be announced by"),
    "announced_by": gettext_lazy("How"),
    "resumed_on": gettext_lazy("Deadline runs again from"),
    "regime": gettext_lazy("Law"),
    "assignee": gettext_lazy("Assigned to"),
    "how": gettext_lazy("How"),
    "of": gettext_lazy("Whose"),
    "fields": gettext_lazy("Corrected"),
    "item": gettext_lazy("Checklist item"),
    "items": gettext_lazy("Still missing"),
    "bytes": gettext_lazy("Size"),
    "pages": gettext_lazy("Number of pages"),
    "outcome": gettext_lazy("Outcome"),
    "outcomes": gettext_lazy("Outcomes"),
    "evidence": gettext_lazy("Accepted as"),
    "reason_code": gettext_lazy("Reason"),
    "from_on": gettext_lazy("From"),
    "on": gettext_lazy("Date"),
    "method": gettext_lazy("How confirmed"),
    "kind": gettext_lazy("Kind of request"),
    "ground": gettext_lazy("Ground"),
    "number": gettext_lazy("Number of the letter"),
    "text_sha256": gettext_lazy("Fingerprint of the text"),
    "sha256": gettext_lazy("Fingerprint of the PDF"),
    "delivered_on": gettext_lazy("Delivered on"),
    "late_because": gettext_lazy("Why late"),
    "returned_on": gettext_lazy("Returned on"),
    "withdrawn_by": gettext_lazy("Withdrawn by"),
    "rule": gettext_lazy("Reminder"),
    "late_by_days": gettext_lazy("Days late"),
    "skipped_late": gettext_lazy("Not sent"),
    "verdict": gettext_lazy("Virus check"),
    "findings": gettext_lazy("Warnings"),
    "finding": gettext_lazy("Warning"),
    "settlement": gettext_lazy("Judged as"),
    "boxes": gettext_lazy("Number of boxes"),
    "files": gettext_lazy("Stored files"),
    "status": gettext_lazy("Whereabouts"),
    "way": gettext_lazy("How"),
    "witness": gettext_lazy("Witness"),
    "medium": gettext_lazy("Contact"),
    "basis": gettext_lazy("Confirmed by"),
    "record_changed_on": gettext_lazy("Company record changed on"),
    "revoked": gettext_lazy("No longer confirmed"),
    "instead_of": gettext_lazy("In the place of"),
}
_SHORT_HASH = 16
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _say(event: CaseEvent, key: str, value: Any, names: Names) -> str:
    if key in {"assignee", "witness"}:
        return names.staff.get(value, _("Nobody"))
    if value in (None, "", [], 0):
        return ""
    if key == "channel" and event.action == Action.MARK_REPLIED:
        return _label_in(DeliveryChannel)(value)
    if key == "reason_code":
        return _reason(value)
    if key in {"item", "instead_of"}:
        return names.lines.get(value, value)
    if key == "items":
        return in_turn([names.lines.get(code, code) for code in value])
    return _SAY.get(key, _plain)(value)


def _plain(value: Any) -> str:
    """Write a day as a day, and anything else as it stands."""
    is_day = isinstance(value, str) and _ISO_DAY.fullmatch(value)
    return format_date(date.fromisoformat(value), weekday=True) if is_day else str(value)


def _ground(code: str) -> str:
    row = next((row for row in GROUNDS if row.code == code), None)
    return f"{code} {row.title}" if row else code


def _reason(code: str) -> str:
    for words in (
        RejectReason,
        PauseReason,
        ReceiptCorrection,
        RebuildFailure,
        DestroyReason,
        DisposalReason,
        NotScanned,
    ):
        if code in words:
            return str(words(code).label)
    return _("See the notes") if code == "noted" else code


def _outcome(value: str) -> str:
    return str((Outcome if value in Outcome else DocumentStatus)(value).label)


def _label_in(words: type[TextChoices]) -> Callable[[str], str]:
    """Return a reader of codes that shows an unknown one as it stands, so that an old journal always opens."""
    return lambda code: str(words(code).label) if code in words else code


_SAY: dict[str, Callable[[Any], str]] = {
    "channel": _label_in(Channel),
    "kinds": lambda value: in_turn([str(Kind(kind).label) for kind in value]),
    "kind": _label_in(Kind),
    "requester_type": _label_in(RequesterType),
    "regime": _label_in(Regime),
    "announced_by": _label_in(ExtensionNotice),
    "late_because": _label_in(LatenessReason),
    "backdate_reason": _label_in(BackdateReason),
    "of": _label_in(PartyRole),
    "fields": lambda value: in_turn([str(LABELS_OF_PERSON.get(name, name)) for name in value]),
    "how": _label_in(Acknowledgement),
    "method": _label_in(IdentityMethod),
    "evidence": lambda value: str(EVIDENCE[value].label) if value in EVIDENCE else value,
    "bytes": filesizeformat,
    "outcome": _outcome,
    "outcomes": lambda value: in_turn([str(Outcome(each).label) for each in value]),
    "ground": _ground,
    "withdrawn_by": lambda value: _("Staff, at the requester's request") if value == STAFF else _("Requester"),
    "rule": _label_in(DeadlineRule),
    "skipped_late": lambda _value: _("A later stage was due as well when the clock came to it"),
    "verdict": _label_in(ScanVerdict),
    "findings": lambda value: in_turn([_label_in(FindingCode)(code) for code in value]),
    "finding": _label_in(FindingCode),
    "settlement": _label_in(Settlement),
    "boxes": lambda value: str(len(value)),
    "status": _label_in(PaperStatus),
    "way": _label_in(PaperWay),
    "medium": _label_in(ContactMedium),
    "basis": _label_in(ContactBasis),
    "revoked": lambda _value: _("Yes"),
    **dict.fromkeys(("sha256", "text_sha256"), lambda value: f"{value[:_SHORT_HASH]}…"),
}
