"""The case page as one value: what is next, who may do it, and everything that was written down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from django.utils.functional import Promise

from dsr import policy
from dsr.law.claims import claims_in_words
from dsr.law.grounds import GroundRow, ground
from dsr.law.replies import WRITTEN
from dsr.models import Case, CaseEvent, Delivery, Letter, Note, OutboxMessage, RequestedRight, User
from dsr.queries.case_page.clock import ClockPanel, clock_panel
from dsr.queries.case_page.journal import Entry, Names, entries
from dsr.queries.case_page.papers import Keeping, Line, Paper, lines_of, papers_of
from dsr.queries.case_page.people import Look, in_words, looks_at, names_of, who_can, workers_of
from dsr.queries.case_page.subject import DataSubject
from dsr.queries.contacts import Contacts, contacts_of
from dsr.queries.next_step import REASONS, TURNS, NextStep, Progress, next_step
from dsr.vocabulary import Action, ItemStatus, Kind, Topic

# The verb that takes a step; waiting has none.
VERB_OF_STEP: dict[NextStep, Action] = {
    NextStep.TAKE: Action.ASSIGN,
    NextStep.CHECK_PAPERS: Action.ACCEPT_ITEM,
    NextStep.ASK_FOR_MORE: Action.ASK_FOR_MORE,
    NextStep.LOOK_AND_RESUME: Action.RESUME_CLOCK,
    NextStep.VERIFY_IDENTITY: Action.VERIFY_IDENTITY,
    NextStep.DECIDE_RIGHTS: Action.DECIDE_RIGHT,
    NextStep.CLOSE_DECISION: Action.DECIDE,
    NextStep.APPROVE_LETTER: Action.APPROVE_LETTER,
    NextStep.RELEASE_REPLY: Action.SEND_REPLY,
    NextStep.POST_REPLY: Action.MARK_REPLIED,
    NextStep.SEND_AGAIN: Action.MARK_REPLIED,
}


_STOPS = frozenset({Kind.CEASE_USE_VIOLATION, Kind.CEASE_PROVISION, Kind.CEASE_USE})


@dataclass(frozen=True)
class RightCard:
    """One right with what was asked and how it was answered."""

    right: RequestedRight
    decided_by: str = ""

    @cached_property
    def asked(self) -> dict[str, str]:
        """Return the requester's words."""
        return self.right.asked or {}

    @property
    def answer_in_words(self) -> list[tuple[str, str]]:
        """Return the words of the decision, each under the name of its block in the letter."""
        answer = self.right.answer or {}
        return [(str(block.label), answer[block.value]) for block in WRITTEN if answer.get(block.value)]

    @property
    def claimed_ground(self) -> str:
        """Return the grounds that the requester gives, in words."""
        return claims_in_words(self.asked.get("claimed_ground", ""))

    @property
    def claimed_measure(self) -> str:
        """Return what the requester wants to be done, in words."""
        return claims_in_words(self.asked.get("claimed_measure", ""))

    @property
    def ground(self) -> GroundRow | None:
        """Return the ground of the decision, with the articles that fit this kind of request."""
        return ground(self.right.ground, Kind(self.right.kind)) if self.right.ground else None

    @property
    def complied_with_in_principle(self) -> bool:
        """Say whether the desk promised more than the law: to stop without a violation (PrivacyMark, J.10.7)."""
        return bool(self.right.case.policy.profile.privacymark.cease_use_on_request) and self.right.kind in _STOPS


@dataclass(frozen=True)
class Mail:
    """One mail of the case: what it is about, how far it is, and its words, which hold no person."""

    message: OutboxMessage

    @property
    def is_reminder(self) -> bool:
        """Say whether it went to staff."""
        return self.message.topic == Topic.MAIL_REMINDER

    @property
    def topic_label(self) -> str | Promise:
        """Return what the mail is about."""
        return Topic(self.message.topic).label

    @property
    def subject(self) -> str:
        """Return the subject as it was sent."""
        return str(self.message.record.get("subject", ""))

    @property
    def text(self) -> str:
        """Return the text as it was sent."""
        return str(self.message.record.get("body", ""))

    @property
    def to(self) -> str:
        """Return the masked address."""
        return str(self.message.record.get("to", ""))

    @property
    def had_no_address(self) -> bool:
        """Say whether there was nobody to write to."""
        return self.message.record.get("skipped") == "no_address"

    @property
    def was_held_back(self) -> bool:
        """Say whether the address had so many mails already that this one did not leave."""
        return self.message.record.get("skipped") == "too_many"


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """Everything one look at a case needs."""

    case: Case
    user: User
    refusals: dict[str, str]
    step: NextStep
    subject: DataSubject
    clock: ClockPanel
    lines: tuple[Line, ...]
    papers: tuple[Paper, ...]
    rights: tuple[RightCard, ...]
    letter: Letter | None
    deliveries: tuple[Delivery, ...]
    notes: tuple[Note, ...]
    all_mails: tuple[Mail, ...]
    journal: tuple[Entry, ...]
    workers: tuple[User, ...]
    looks: tuple[Look, ...]
    contacts: Contacts

    @cached_property
    def may(self) -> dict[str, bool]:
        """Return which verbs the reader may take now."""
        return {action: not code for action, code in self.refusals.items()}

    @property
    def may_read_report(self) -> bool:
        """Say whether the reader may see every single look at the case."""
        return self.user.role_at(self.case.desk_id) in policy.READS_FIGURES

    @property
    def mails(self) -> tuple[Mail, ...]:
        """Return the mails to the requester, the newest first."""
        return tuple(mail for mail in self.all_mails if not mail.is_reminder)

    @property
    def reminders(self) -> tuple[Mail, ...]:
        """Return the mails to staff, the newest first."""
        return tuple(mail for mail in self.all_mails if mail.is_reminder)

    @property
    def why(self) -> Promise:
        """Return why the next step is the next one."""
        return REASONS[self.step]

    @property
    def step_verb(self) -> Action | None:
        """Return the verb that takes the next step, or None while the desk waits."""
        return VERB_OF_STEP.get(self.step)

    @property
    def may_take_step(self) -> bool:
        """Say whether the reader may take the next step."""
        return self.step_verb is not None and self.may[self.step_verb.value]

    @property
    def step_needs(self) -> tuple[User, ...]:
        """Return who can take the next step when the reader cannot."""
        if self.step_verb is None or self.may_take_step:
            return ()
        return who_can(self.step_verb, self.case, self.workers)

    @property
    def step_refusal(self) -> str:
        """Return the code of the reason why the reader cannot take the next step."""
        return self.refusals[self.step_verb.value] if self.step_verb else ""

    @property
    def has_open_lines(self) -> bool:
        """Say whether a line of the checklist still waits."""
        return any(not line.is_settled for line in self.lines)

    @property
    def undecided(self) -> tuple[RightCard, ...]:
        """Return the rights without an outcome."""
        return tuple(card for card in self.rights if not card.right.outcome)

    @property
    def has_any_outcome(self) -> bool:
        """Say whether there is something to preview."""
        return any(card.right.outcome for card in self.rights)

    @property
    def loose_papers(self) -> tuple[Paper, ...]:
        """Return the documents that came in for no line."""
        return tuple(paper for paper in self.papers if paper.document.item_id is None)

    @property
    def keeping(self) -> Keeping:
        """Return when the copies of the papers go."""
        return Keeping(self.papers)

    @property
    def next_paper(self) -> Paper | None:
        """Return the first document that waits to be looked at."""
        waiting = (paper for line in self.lines if line.wants_a_look for paper in line.papers if paper.is_ready)
        return next(waiting, None)


def load_case_page(case: Case, user: User, today: date) -> CasePage:
    """Read everything the page of a visible case shows. The number of queries does not grow with the case."""
    events = list(case.events.select_related("by"))
    papers = papers_of(case)
    lines = lines_of(case, papers)
    looks = looks_at(case)
    named = names_of([*(look[0] for look in looks), *_named_in(case, events)])
    letter = case.letters.select_related("approved_by").first()
    mails = tuple(map(Mail, case.messages.filter(topic__startswith="mail.").order_by("-created_at", "-id")))
    return CasePage(
        case=case,
        user=user,
        refusals={action.value: refusal_of(case, user, action) for action in Action},
        step=next_step(_progress(case, lines, papers, letter, _last_turn(events))),
        subject=DataSubject(case, today),
        clock=clock_panel(case, today),
        lines=lines,
        papers=papers,
        rights=tuple(RightCard(right, named.get(right.decided_by_id or 0, "")) for right in case.rights.all()),
        letter=letter,
        deliveries=tuple(_of(row, case) for row in case.deliveries.select_related("recorded_by")),
        notes=tuple(_of(row, case) for row in case.notes.select_related("author")),
        all_mails=mails,
        journal=entries(reversed(events), Names.of(named, (line.item for line in lines))),
        workers=workers_of(case),
        looks=in_words(looks, named),
        contacts=contacts_of(case, events, (mail.message for mail in mails)),
    )


def _named_in(case: Case, events: list[CaseEvent]) -> Iterator[int]:
    """Yield the staff whom journal and decisions name by their ids."""
    yield from (event.facts.get(fact) or 0 for event in events for fact in ("assignee", "witness"))
    yield from (right.decided_by_id or 0 for right in case.rights.all())


def _last_turn(events: list[CaseEvent]) -> str:
    return next((event.action for event in reversed(events) if event.action in TURNS), Action.SUBMIT_REQUEST)


def refusal_of(case: Case, user: User, action: Action) -> str:
    """Return why the reader may not take a verb now, or nothing: the one predicate of door, button and refusal."""
    return policy.refusal_of(user, action, case) or case.refusal_of(action) or ""


Row = TypeVar("Row", Delivery, Note)


def _of(row: Row, case: Case) -> Row:
    # the row opens its sealed column with the key that the case holds already
    row.case = case
    return row


def _progress(
    case: Case, lines: tuple[Line, ...], papers: tuple[Paper, ...], letter: Letter | None, last_turn: str
) -> Progress:
    """Read from the loaded page what `next_step.with_standing` asks the database for a list."""
    return Progress(
        state=case.state,
        channel=case.channel,
        reply_method=case.reply_method,
        last_turn=last_turn,
        taken=case.assignee_id is not None,
        paused=case.paused_from is not None,
        open_lines=any(not line.is_settled for line in lines),
        lines_to_check=any(line.item.status == ItemStatus.RECEIVED for line in lines),
        loose_documents=any(paper.document.item_id is None for paper in papers),
        undecided=any(not right.outcome for right in case.rights.all()),
        letter=letter is not None,
        pdf=letter is not None and bool(letter.pdf_sha256),
        released=case.released_at is not None,
    )
