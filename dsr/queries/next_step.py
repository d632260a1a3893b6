"""What a case waits for, from stored facts: the one answer for the queue, its rows and the case page."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dsr.models import Case, CaseEvent, CaseQuerySet, ChecklistItem, Document, Letter, RequestedRight
from dsr.vocabulary import CLOSED_STATES, Action, Channel, ItemStatus, ReplyMethod, State


class NextStep(TextChoices):
    """The one thing to do next, as a request to the reader."""

    TAKE = "take", _("Take the case")
    CHECK_PAPERS = "check_papers", _("Check the papers")
    ASK_FOR_MORE = "ask_for_more", _("Ask for what is missing")
    WAIT_FOR_REQUESTER = "wait_for_requester", _("Wait for the requester")
    LOOK_AND_RESUME = "look_and_resume", _("Look at what came in")
    VERIFY_IDENTITY = "verify_identity", _("Confirm identity")
    DECIDE_RIGHTS = "decide_rights", _("Decide each right")
    CLOSE_DECISION = "close_decision", _("Close the decision")
    APPROVE_LETTER = "approve_letter", _("Check and approve the letter")
    WAIT_FOR_LETTER = "wait_for_letter", _("Wait for the letter")
    RELEASE_REPLY = "release_reply", _("Release the reply")
    POST_REPLY = "post_reply", _("Post or hand over the reply")
    SEND_AGAIN = "send_again", _("Send the reply again")
    WAIT_FOR_FETCH = "wait_for_fetch", _("Wait until the reply is downloaded")
    NOTHING = "nothing", _("Nothing more to do")


# One sentence of why, beside the step.
REASONS: dict[NextStep, Promise] = {
    NextStep.TAKE: _("Nobody is working on this case yet. Take it, so that no two people do the same work."),
    NextStep.CHECK_PAPERS: _("Papers came in. Look at each one and accept it, or say why it cannot be accepted."),
    NextStep.ASK_FOR_MORE: _("Something that the desk needs to confirm identity or authority is still missing."),
    NextStep.WAIT_FOR_REQUESTER: _("The requester was told what is missing. Nothing to do until something comes in."),
    NextStep.LOOK_AND_RESUME: _(
        "Something came in while the deadline was paused. Look at it, then resume the deadline."
    ),
    NextStep.VERIFY_IDENTITY: _(
        "Every checklist item is settled. Confirm who is asking; then the rights can be decided."
    ),
    NextStep.DECIDE_RIGHTS: _("Identity is confirmed. Each right gets its own outcome."),
    NextStep.CLOSE_DECISION: _("Every right has its outcome. Close the decision, then the letter can be approved."),
    NextStep.APPROVE_LETTER: _("The decision is closed. Read the letter as the requester will, then approve it."),
    NextStep.WAIT_FOR_LETTER: _("The letter is approved and is being made into a PDF. That takes a few seconds."),
    NextStep.RELEASE_REPLY: _(
        "The letter is ready. Release it, and the requester can download it from the status page."
    ),
    NextStep.POST_REPLY: _("The letter is ready. Print it, post it or hand it over, then record how and when."),
    NextStep.SEND_AGAIN: _(
        "The reply was returned, so the requester does not have it yet. Send the same letter another way."
    ),
    NextStep.WAIT_FOR_FETCH: _(
        "The reply is available on the status page. The case counts as replied once it is downloaded."
    ),
    NextStep.NOTHING: _("This case is closed."),
}

# Whose turn it is follows from the last of these.
TURNS = (
    Action.SUBMIT_REQUEST,
    Action.ADD_DOCUMENT,
    Action.REJECT_ITEM,
    Action.ASK_FOR_MORE,
    Action.PAUSE_CLOCK,
    Action.RESUME_CLOCK,
    Action.SEND_REPLY,
    Action.RECORD_RETURN,
)

_EVENTS = CaseEvent.objects.filter(case=OuterRef("pk"), action__in=TURNS).order_by("-seq")
_ITEMS = ChecklistItem.objects.filter(case=OuterRef("pk"))

LAST_TURN = Subquery(_EVENTS.values("action")[:1])
HAS_OPEN_LINES = Exists(_ITEMS.open())
HAS_LINES_TO_CHECK = Exists(_ITEMS.filter(status=ItemStatus.RECEIVED))

# The same answer as `next_step(...).waits_for_requester`, for the database; a test holds the two together.
WAITING: Q = (
    (Q(paused_from__isnull=False) & ~Q(last_turn=Action.ADD_DOCUMENT))
    | (Q(paused_from__isnull=True, state=State.DECIDED, released_at__isnull=False) & ~Q(last_turn=Action.RECORD_RETURN))
    | Q(
        paused_from__isnull=True,
        state=State.RECEIVED,
        has_open_lines=True,
        has_lines_to_check=False,
        last_turn=Action.ASK_FOR_MORE,
    )
)
WAITS = frozenset({NextStep.WAIT_FOR_REQUESTER, NextStep.WAIT_FOR_FETCH})


def with_turn(cases: CaseQuerySet) -> CaseQuerySet:
    """Add what WAITING asks about."""
    return cases.annotate(last_turn=LAST_TURN, has_open_lines=HAS_OPEN_LINES, has_lines_to_check=HAS_LINES_TO_CHECK)


def with_standing(cases: CaseQuerySet) -> CaseQuerySet:
    """Add everything that `Progress.of` reads, without one query more per row."""
    letters = Letter.objects.filter(case=OuterRef("pk"))
    return with_turn(cases).annotate(
        has_loose_documents=Exists(Document.objects.filter(case=OuterRef("pk"), item=None)),
        has_undecided=Exists(RequestedRight.objects.filter(case=OuterRef("pk"), outcome="")),
        has_letter=Exists(letters),
        has_pdf=Exists(letters.exclude(pdf_sha256="")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The facts that decide what is next."""

    state: str
    channel: str
    reply_method: str
    last_turn: str = Action.SUBMIT_REQUEST
    taken: bool = True
    paused: bool = False
    open_lines: bool = False
    lines_to_check: bool = False
    loose_documents: bool = False
    undecided: bool = False
    letter: bool = False
    pdf: bool = False
    released: bool = False

    @classmethod
    def of(cls, case: Case) -> Self:
        """Read the facts of a case that was loaded by `with_standing`."""
        return cls(
            state=case.state,
            channel=case.channel,
            reply_method=case.reply_method,
            last_turn=case.last_turn or Action.SUBMIT_REQUEST,
            taken=case.assignee_id is not None,
            paused=case.paused_from is not None,
            open_lines=case.has_open_lines,
            lines_to_check=case.has_lines_to_check,
            loose_documents=case.has_loose_documents,
            undecided=case.has_undecided,
            letter=case.has_letter,
            pdf=case.has_pdf,
            released=case.released_at is not None,
        )


_FACTS = ("state", "channel", "reply_method", "last_turn")
_FLAGS = ("open_lines", "lines_to_check", "loose_documents", "undecided", "letter", "pdf")
_DATED = {"taken": "assignee", "paused": "paused_from", "released": "released_at"}


def at_step(cases: CaseQuerySet, step: NextStep) -> CaseQuerySet:
    """Keep the cases, loaded by `with_standing`, for which a step is the next one.

    The database names each combination of facts there is; the rule below is asked once per combination, so that it
    stands in one place. One query more.
    """
    cases = cases.filter(state__in=CLOSED_STATES) if step is NextStep.NOTHING else cases.open()
    flagged = cases.annotate(**{f"is_{name}": _is_set(column) for name, column in _DATED.items()})
    columns = (*_FACTS, *(f"has_{flag}" for flag in _FLAGS), *(f"is_{name}" for name in _DATED))
    found = flagged.order_by().values(*columns).distinct()
    fitting = [row for row in found if next_step(_progress(row)) is step]
    return flagged.filter(reduce(or_, (Q(**row) for row in fitting), Q(pk__in=[])))


def _is_set(column: str) -> ExpressionWrapper:
    return ExpressionWrapper(Q(**{f"{column}__isnull": False}), output_field=BooleanField())


def _progress(row: dict[str, Any]) -> Progress:
    return Progress(**{name.removeprefix("has_").removeprefix("is_"): value for name, value in row.items()})


def next_step(at: Progress) -> NextStep:
    """Return the one thing to do next."""
    if at.state in CLOSED_STATES:
        return NextStep.NOTHING
    if at.paused:
        came_in = at.last_turn == Action.ADD_DOCUMENT
        return NextStep.LOOK_AND_RESUME if came_in else NextStep.WAIT_FOR_REQUESTER
    if at.state == State.RECEIVED:
        return _while_received(at)
    if at.state == State.IDENTITY_VERIFIED:
        return NextStep.DECIDE_RIGHTS if at.undecided else NextStep.CLOSE_DECISION
    return _while_decided(at)


def _while_received(at: Progress) -> NextStep:
    if at.open_lines and not at.lines_to_check and at.last_turn == Action.ASK_FOR_MORE:
        return NextStep.WAIT_FOR_REQUESTER
    if not at.taken:
        return NextStep.TAKE
    if not at.open_lines:
        return NextStep.VERIFY_IDENTITY
    return NextStep.CHECK_PAPERS if _has_something_to_check(at) else NextStep.ASK_FOR_MORE


def _has_something_to_check(at: Progress) -> bool:
    """Papers lie in the case, or on the desk of whoever typed the request in and has not gone through them yet."""
    if at.lines_to_check or (at.loose_documents and at.last_turn in {Action.SUBMIT_REQUEST, Action.ADD_DOCUMENT}):
        return True
    return at.channel != Channel.WEB and at.last_turn == Action.SUBMIT_REQUEST


def _while_decided(at: Progress) -> NextStep:
    if not at.letter:
        return NextStep.APPROVE_LETTER
    if not at.pdf:
        return NextStep.WAIT_FOR_LETTER
    if at.last_turn == Action.RECORD_RETURN:
        return NextStep.SEND_AGAIN
    if at.released:
        return NextStep.WAIT_FOR_FETCH
    return NextStep.RELEASE_REPLY if at.reply_method == ReplyMethod.ELECTRONIC else NextStep.POST_REPLY
