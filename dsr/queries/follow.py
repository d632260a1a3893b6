"""What the holder of a receipt may see of a case: stage, dates, what is missing. Never who it is about in full."""

import hmac
import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dsr import crypto, names, policy, receipts
from dsr.law.calendars import CalendarTooShort
from dsr.law.eras import format_date
from dsr.law.evidence import EvidenceKind, MissingLine, Proves, demands_in_words, kinds_asked
from dsr.law.evidence.checklist import LABELS
from dsr.law.listing import one_of
from dsr.models import Case, ChecklistItem, ClockExtension, Document, Letter
from dsr.queries.due_dates import due_dates
from dsr.queries.looks import Openings, openings_of
from dsr.queries.paper_standing import standing_of
from dsr.vocabulary import (
    SETTLED_ITEMS,
    Action,
    DocumentStatus,
    Impersonal,
    ItemStatus,
    PartyRole,
    RejectReason,
    State,
)

# Compared when no such case exists, so that both answers cost the same work.
_NO_SECRET = "-".join(["0000"] * 7)
_ALL_BUT_THE_LAST_DIGITS = re.compile(r"\d(?=(?:\D*\d){3})")

# reasons that a paper's own sentence gives with its day, and with what to send instead
SAID_BETTER = frozenset({RejectReason.EXPIRED, RejectReason.WRONG_DOCUMENT, RejectReason.TOO_OLD})

STAGES = (State.RECEIVED, State.IDENTITY_VERIFIED, State.DECIDED, State.REPLIED)


@dataclass(frozen=True)
class Step:
    """One stage of the case: done, current, todo or skipped."""

    label: str
    status: str
    detail: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the checklist in words for the requester."""

    item: ChecklistItem
    documents: tuple[Document, ...]
    case: Case

    @property
    def label(self) -> Promise:
        """Return what the line is about."""
        return LABELS[Proves(self.item.purpose), PartyRole(self.item.of)]

    @property
    def is_open(self) -> bool:
        """Say whether something is still wanted from the requester."""
        return self.item.status in (ItemStatus.WANTED, ItemStatus.REJECTED)

    @property
    def settled(self) -> bool:
        """Say whether the line needs nothing more."""
        return self.item.status in SETTLED_ITEMS

    @property
    def reason(self) -> str:
        """Return why what came in does not count, or nothing; `not_counted` may say the same with more to go by."""
        if self.item.status != ItemStatus.REJECTED or (self.item.reason_code in SAID_BETTER and self.not_counted):
            return ""
        return self.item.get_reason_code_display()

    @property
    def not_counted(self) -> tuple[str, ...]:
        """Return why the papers that staff have looked at do not satisfy the line, with what to send instead."""
        standing = standing_of(self.item, self.documents, self.case) if self.documents else None
        return standing.why() if isinstance(standing, MissingLine) else ()

    @property
    def ways(self) -> str:
        """Return every paper that satisfies the line, in words."""
        return one_of([str(kind.label) for kind in kinds_asked(self.item.any_of, self.item.paper_conditions)])

    @property
    def demands(self) -> str:
        """Return what is asked of the paper beyond its kind, or nothing."""
        return demands_in_words(original=self.item.original, conditions=self.item.conditions)

    @property
    def papers(self) -> list[EvidenceKind]:
        """Return the papers that can be sent, with their notes on what to hide."""
        return [kind for kind in kinds_asked(self.item.any_of, self.item.paper_conditions) if kind.is_paper]

    @property
    def confirmations(self) -> list[EvidenceKind]:
        """Return the ways that need no paper, such as a call back."""
        return [kind for kind in kinds_asked(self.item.any_of, self.item.paper_conditions) if not kind.is_paper]

    @property
    def takes_file(self) -> bool:
        """Say whether an upload can satisfy the line: an original has to be posted, a call back needs no file."""
        return not self.item.original and bool(self.papers)

    @property
    def unreadable(self) -> bool:
        """Say whether a file of this line could not be opened."""
        return any(document.status == DocumentStatus.FAILED for document in self.documents)


@dataclass(frozen=True)
class FollowedCase:
    """The follow page. Masked: who holds the receipt may not be who sent the request."""

    case: Case
    steps: tuple[Step, ...]
    lines: tuple[Line, ...]
    others: tuple[Document, ...]
    sentences: tuple[str, ...]
    extension: ClockExtension | None
    replied_on: date | None
    letter: Letter | None
    may_add: bool
    may_withdraw: bool
    openings: Openings

    @property
    def missing(self) -> list[Line]:
        """Return the lines that still want something."""
        return [line for line in self.lines if line.is_open] if self.may_add else []

    @property
    def sent(self) -> list[Line]:
        """Return the lines for which something came in, or which are settled."""
        return [line for line in self.lines if line.documents or not line.is_open]

    def line_that_takes_files(self, item_id: UUID) -> Line | None:
        """Return the line if a file may be added to it now, or None."""
        if not self.may_add:
            return None
        takers = (line for line in self.lines if line.takes_file and not line.settled)
        return next((line for line in takers if line.item.pk == item_id), None)

    @property
    def sent_files(self) -> bool:
        """Say whether any document came in."""
        return bool(self.others) or any(line.documents for line in self.lines)

    @property
    def reply_ready(self) -> bool:
        """Say whether the reply may be fetched here."""
        return self.letter is not None

    @property
    def masked(self) -> dict[str, str]:
        """Return enough of the requester's details for their owner to know them again."""
        person = self.case.requester
        return {
            "name": names.mask_name(person.name),
            "email": names.mask_email(person.email) if person.email else "",
            "phone": _ALL_BUT_THE_LAST_DIGITS.sub("*", person.phone),
        }


def case_opened_by(number: str, secret: str) -> Case | None:
    """Return the case that a typed number and secret open, or None. The same work is done for every wrong answer.

    A withdrawn case opens no more: its receipt tells a finder nothing.
    """
    known = receipts.parse_case_number(number)
    typed = receipts.parse_secret(secret)
    case = Case.objects.filter(number=known or "").first()
    expected = bytes(case.secret_hash) if case else crypto.hash_secret(_NO_SECRET)
    right = hmac.compare_digest(crypto.hash_secret(typed or _NO_SECRET), expected)
    return case if case and typed and right and case.state != State.WITHDRAWN else None


def case_of_submission(token: str) -> Case | None:
    """Return the case that was made from a draft's token, or None while it was not sent."""
    return Case.objects.filter(submission=crypto.blind(token, purpose="submission")).select_related("desk").first()


def followed_case(case_id: UUID) -> FollowedCase | None:
    """Return the follow page of a case, or None when the case is gone. Reads only."""
    case = Case.objects.for_list().select_related("policy").filter(pk=case_id).first()
    if case is None:
        return None
    documents = [_of(document, case) for document in case.documents.select_related("item", "attestation")]
    return FollowedCase(
        case=case,
        steps=_steps(case),
        lines=tuple(
            Line(item, tuple(found for found in documents if found.item_id == item.pk), case)
            for item in case.items.all()
        ),
        others=tuple(found for found in documents if found.item_id is None),
        sentences=_explanation(case),
        extension=_extension(case),
        replied_on=case.replied_on,
        letter=released_letter(case),
        may_add=_may(case, Action.ADD_DOCUMENT),
        may_withdraw=_may(case, Action.WITHDRAW),
        openings=openings_of(case),
    )


def _extension(case: Case) -> ClockExtension | None:
    extension = case.extensions.first() if case.extended_on else None
    if extension:
        extension.case = case
    return extension


def _of(document: Document, case: Case) -> Document:
    # the row opens its sealed particulars with the key that the case holds already
    document.case = case
    return document


def originals_wanted(case: Case) -> list[Line]:
    """Return the lines that only an original by post can satisfy."""
    return [Line(item, (), case) for item in case.items.filter(original=True)]


def released_letter(case: Case) -> Letter | None:
    """Return the rendered letter that staff released for the follow page, or None."""
    if case.released_at is None or case.state == State.WITHDRAWN:
        return None
    return case.letters.exclude(pdf_sha256="").first()


def _may(case: Case, action: Action) -> bool:
    return case.allows(action) and policy.can(Impersonal.REQUESTER, action, case)


def _explanation(case: Case) -> tuple[str, ...]:
    """Return how the date came about; nothing when the calendar does not reach, rather than no page."""
    try:
        return due_dates(case, case.desk.calendar().business_days).explanation.sentences()
    except CalendarTooShort:
        return ()


def _steps(case: Case) -> tuple[Step, ...]:
    """Return what is done, what is under way and what is ahead, each with its day where it has one."""
    if case.state == State.WITHDRAWN:
        return Step(_("Received"), "done", format_date(case.received_on)), Step(_("Withdrawn"), "current")
    reached = STAGES.index(State(case.state)) + 1
    parts: tuple[tuple[str, datetime | None], ...] = (
        (_("Received"), None),
        (_("Confirming identity and papers"), case.verified_at),
        (_("Searching and deciding"), case.decided_at),
        (_("Reply"), case.replied_at),
    )
    days = [format_date(timezone.localdate(at)) if at else "" for _label, at in parts]
    days[0] = format_date(case.received_on)
    statuses = ["done" if place < reached else "current" if place == reached else "todo" for place in range(len(parts))]
    if reached > 1 and case.verified_at is None:
        # a refusal on procedure decides a request of somebody whose identity nobody has confirmed
        days[1], statuses[1] = _("not confirmed"), "skipped"
    return tuple(Step(label, status, day) for (label, _at), status, day in zip(parts, statuses, days, strict=True))
