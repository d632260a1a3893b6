"""The case page is read at a fixed price, says everything in words, and offers what the door would let through."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from dsr.actions.caseload import acknowledge, add_note, assign
from dsr.actions.clock import pause_clock, resume_clock
from dsr.actions.describing import Particulars, describe_document
from dsr.actions.documents import IncomingFile, add_document
from dsr.actions.items import accept_item, ask_for_more, reject_item, waive_item
from dsr.actions.receive import RightAsked
from dsr.actions.reply import record_return
from dsr.facts import FACTS
from dsr.models import Case, CaseEvent, Heartbeat, ViewEvent
from dsr.queries.case_page import CasePage, load_case_page, refusal_of
from dsr.queries.case_page.journal import _LABELS, TITLES, Names, entries
from dsr.queries.case_page.people import LOOKS_SHOWN
from dsr.queries.clock_status import SilentTimers, clock_status, silent_timers
from dsr.queries.next_step import NextStep
from dsr.vocabulary import Action, Channel, Kind, PauseReason, RejectReason, RequesterType, Role, State, ViewSubject
from dsr.web import access
from tests.factories import TODAY, YAMADA, case_in, received, staff
from tests.papers import made_safe

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)


def page_of(case: Case, role: Role = Role.MANAGER, on: date = TODAY) -> CasePage:
    user = staff(role)
    return load_case_page(access.case_for(user, case.pk), user, on)


def test_the_price_does_not_grow_with_the_case() -> None:
    clerk, manager = staff(), staff(Role.MANAGER)
    case = received(rights=(RightAsked(kind=Kind.DISCLOSURE),)).case
    costs = []
    for _round in range(3):
        with CaptureQueriesContext(connection) as queries:
            page = load_case_page(access.case_for(manager, case.pk), manager, TODAY)
            assert page.step_needs == ()
            assert [paper.document.name for paper in page.papers] == ["登記 太郎.png"] * len(page.papers)
            assert {note.text[:4] for note in page.notes} <= {"電話あり"}
            assert [len(line.papers) for line in page.lines]
        costs.append(len(queries))
        for number in range(_round * 3, _round * 3 + 3):
            file = IncomingFile("登記 太郎.png", "image/png", PNG + bytes([number]))
            add_document(case.pk, file, by=clerk, item_id=case.items.first().pk)
            add_note(case.pk, f"電話あり {number}", by=clerk)
            assign(case.pk, clerk, by=clerk)
            access.record_view(staff(), ViewSubject.CASE, case=case)
    # what a case without documents and notes has no rows of is not read
    assert (costs[0] < costs[1], costs[1:]) == (True, [23, 23])


def test_the_reader_may_do_what_the_door_lets_through() -> None:
    for state in State:
        case = case_in(state)
        for role in Role:
            user = staff(role)
            if role == Role.ADMINISTRATOR:
                continue
            seen = access.case_for(user, case.pk)
            page = load_case_page(seen, user, TODAY)
            assert page.may == {action.value: not refusal_of(seen, user, action) for action in Action}


@pytest.mark.parametrize(
    ("state", "role", "step", "may", "who"),
    [
        (State.IDENTITY_VERIFIED, Role.CLERK, NextStep.DECIDE_RIGHTS, False, {"reviewer", "manager"}),
        (State.IDENTITY_VERIFIED, Role.REVIEWER, NextStep.DECIDE_RIGHTS, True, set()),
        (State.IDENTITY_VERIFIED, Role.AUDITOR, NextStep.DECIDE_RIGHTS, False, {"reviewer", "manager"}),
        (State.RECEIVED, Role.CLERK, NextStep.TAKE, True, set()),
        (State.RECEIVED, Role.AUDITOR, NextStep.TAKE, False, {"clerk", "reviewer", "manager"}),
        (State.REPLIED, Role.CLERK, NextStep.NOTHING, False, set()),
    ],
)
def test_next_step_names_who_can_take_it(state: State, role: Role, step: NextStep, may: bool, who: set[str]) -> None:
    case = case_in(state)
    for other in (Role.CLERK, Role.REVIEWER, Role.MANAGER, Role.AUDITOR):
        staff(other)
    page = page_of(case, role)
    roles = {person.role_at(case.desk_id) for person in page.step_needs}
    assert (page.step, page.may_take_step, roles) == (step, may, who)


def test_journal_words_are_complete() -> None:
    assert set(TITLES) == set(Action)
    told = {fact for facts in FACTS.values() for fact in facts}
    kept_quiet = {"note", "document", "right", "letter", "delivery", "content_type", "version", "paper"}
    assert set(_LABELS) == told - kept_quiet


def test_journal_explains_its_facts() -> None:
    clerk = staff(first_name="Misaki", last_name="Sato")
    manager = staff(Role.MANAGER)
    case = received(by=clerk, received_on=date(2026, 11, 16), backdate_reason="entered_late").case
    item, *_others = case.items.all()
    assign(case.pk, clerk, by=clerk)
    assign(case.pk, None, by=clerk)
    acknowledge(case.pk, by=clerk, how="post")
    add_document(case.pk, IncomingFile("a.png", "image/png", PNG), by=clerk, item_id=item.pk)
    reject_item(case.pk, item.pk, by=clerk, reason=RejectReason.UNREADABLE)
    ask_for_more(case.pk, by=clerk)
    made_safe(case)
    accept_item(case.pk, item.pk, by=clerk, evidence=item.any_of[0])
    waive_item(case.pk, item.pk, by=manager, reason="Known in person")
    pause_clock(case.pk, by=clerk, reason=PauseReason.PAPERS)
    resume_clock(case.pk, by=clerk)
    with override("en"):
        told = [(str(entry.title), dict(entry.details)) for entry in reversed(page_of(case).journal)]
        who = str(clerk)
    line = told[4][1]["Checklist item"]
    assert told == [
        (
            "Request received",
            {
                "Method": "Post",
                "Rights asked for": "Disclosure",
                "Asked by": "The data subject",
                "Reached the company on": "Mon 16 November 2026",
                "Reason for back-dating": "It arrived at the desk earlier and is entered only now",
                "Version of the policy": "1",
                "Due on": told[0][1]["Due on"],
                "Law": "Japan: Act on the Protection of Personal Information",
            },
        ),
        ("Case assigned", {"Assigned to": who}),
        ("Case assigned", {"Assigned to": "Nobody"}),
        ("Receipt acknowledged", {"How": "By post"}),
        ("Document added", {"Checklist item": line, "Size": "2.0\xa0KB"}),
        ("Item rejected", {"Checklist item": line, "Reason": "The copy cannot be read"}),
        ("Asked for what is missing", {"Still missing": told[6][1]["Still missing"]}),
        ("Item accepted", {"Checklist item": line, "Accepted as": told[7][1]["Accepted as"]}),
        ("Item waived", {"Checklist item": line, "Reason": "See the notes"}),
        (
            "Deadline paused",
            {
                "Previously due on": told[0][1]["Due on"],
                "Reason": "Waiting for papers from the requester",
                "From": "Tue 17 November 2026",
            },
        ),
        (
            "Deadline resumed",
            {
                "Date": "Tue 17 November 2026",
                "Previously due on": told[0][1]["Due on"],
                "Due on": told[10][1]["Due on"],
            },
        ),
    ]


def test_journal_of_a_whole_case_names_every_move() -> None:
    case = case_in(State.REPLIED)
    record_return(case.pk, by=staff(), returned_on=TODAY)
    with override("en"):
        moves = [dict(entry.details).get("New state") for entry in reversed(page_of(case).journal)]
    assert [move for move in moves if move] == ["Identity verified", "Decided", "Replied", "Decided"]


def test_journal_shows_codes_it_no_longer_knows() -> None:
    event = CaseEvent(action=Action.REJECT_ITEM, actor="system", to_state=State.RECEIVED, at=timezone.now())
    event.facts = {"item": "old_line", "reason_code": "old_reason", "evidence": "old_card", "ground": "X-OLD"}
    (entry,) = entries([event], Names({}, {}))
    assert [text for _label, text in entry.details] == ["old_line", "old_reason", "old_card", "X-OLD"]


def test_looks_are_counted_by_person_and_subject() -> None:
    case, clerk, auditor = received().case, staff(), staff(Role.AUDITOR)
    for user, subject in ((clerk, ViewSubject.CASE), (clerk, ViewSubject.CASE), (auditor, ViewSubject.LETTER)):
        access.record_view(user, subject, case=case)
    looks = page_of(case).looks
    assert {(look.who, look.times) for look in looks} == {(str(clerk), 2), (str(auditor), 1)}
    assert ViewEvent.objects.count() == 3


def test_only_the_latest_looks_stand_on_the_page(at: Callable[[datetime | str], None]) -> None:
    case, people = received().case, [staff() for _person in range(LOOKS_SHOWN + 2)]
    for minute, user in enumerate(people):
        at(f"2026-11-17 10:{minute:02}")
        access.record_view(user, ViewSubject.CASE, case=case)
    assert [look.who for look in page_of(case).looks] == [str(user) for user in people[:1:-1]]


def test_the_first_paper_that_waits_is_offered() -> None:
    case = received().case
    item = case.items.first()
    for number in range(2):
        file = IncomingFile("a.png", "image/png", PNG + bytes([number]))
        add_document(case.pk, file, by=staff(), item_id=item.pk)
    case.documents.update(status="ready")
    first = case.documents.first()
    assert page_of(case).next_paper.document == first
    reject_item(case.pk, item.pk, by=staff(), reason=RejectReason.UNREADABLE)
    assert page_of(case).next_paper is None


@pytest.mark.parametrize(
    ("now", "words", "tone"),
    [
        ("2026-11-24", "5 business days left", "warning"),
        ("2026-11-20", "6 business days left", "quiet"),
        ("2026-11-30", "1 business day left", "warning"),
        ("2026-12-01", "Due today", "warning"),
        ("2026-12-02", "1 day late", "late"),
        ("2027-01-05", "35 days late", "late"),
    ],
)
def test_clock_is_told_in_words(now: str, words: str, tone: str) -> None:
    case = Case(state=State.RECEIVED, due_on=date(2026, 12, 1))
    calendar = received().case.desk.calendar().business_days
    with override("en"):
        status = clock_status(case, date.fromisoformat(now), calendar)
        assert (status.words, status.tone) == (words, tone)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": State.RECEIVED, "paused_from": date(2026, 11, 20)}, "Paused"),
        ({"state": State.RECEIVED, "paused_from": date(2026, 12, 4)}, "Paused, 3 days late"),
        ({"state": State.REPLIED, "replied_on": date(2026, 12, 1)}, "Replied in time"),
        ({"state": State.REPLIED, "replied_on": date(2026, 12, 2)}, "Replied 1 day late"),
        ({"state": State.WITHDRAWN}, "Stopped"),
        ({"state": State.DECIDED}, "30 days late"),
    ],
)
def test_clock_says_what_stopped_it(facts: dict, words: str) -> None:
    with override("en"):
        assert clock_status(Case(due_on=date(2026, 12, 1), **facts), date(2026, 12, 31)).words == words


def test_timers_are_missed_after_three_minutes(at: Callable[[datetime | str], None]) -> None:
    at("2026-11-17 10:00")
    assert silent_timers(timezone.now()) == SilentTimers(None)
    beat = Heartbeat.objects.create(name="tick", at=timezone.now())
    at("2026-11-17 10:03")
    assert silent_timers(timezone.now()) is None
    at("2026-11-17 10:03:01")
    assert silent_timers(timezone.now()) == SilentTimers(beat.at)


def test_clock_explains_its_date() -> None:
    with override("en"):
        panel = page_of(received().case).clock
        assert panel.clocks[0].steps[0] == "Arrived on Tue 17 November 2026; this day is not counted."
        assert panel.article39[-1] == "A lawsuit is possible from Wed 2 December 2026."


def test_a_line_says_why_a_described_paper_does_not_count_and_what_does() -> None:
    clerk = staff()
    case = received().case
    item = case.items.get(code="identity_of_principal")
    document = add_document(case.pk, IncomingFile("a.png", "image/png", PNG), by=clerk, item_id=item.pk)
    said = []
    for kind in ("alien_registration_certificate", "residence_card"):
        describe_document(case.pk, document.pk, by=clerk, particulars=Particulars(kind=kind))
        with override("en"):
            said.append([sentence[:75] for line in page_of(case).lines for sentence in line.not_counted])
    assert said == [["Certificate of alien registration: no longer valid. Its last day was 8 July"], []]


def test_the_next_step_says_what_is_missing_and_every_way_until_it_is_there() -> None:
    clerk = staff()
    case = received(channel=Channel.WEB, requester_type=RequesterType.APPOINTED_AGENT, agent=YAMADA).case
    for code in ("identity_of_principal", "identity_of_agent", "mandate"):
        item = case.items.get(code=code)
        accept_item(case.pk, item.pk, by=clerk, evidence=item.any_of[0])
    with override("en"):
        missing = [line.still_missing for line in page_of(case).lines]
    words = (
        "Registered seal of the data subject: still needed. "
        "Please send: Seal registration certificate (the original, issued within the last 3 months)."
    )
    assert missing == ["", "", "", words]
