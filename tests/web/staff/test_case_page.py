"""The case page: buttons are there exactly when the door would open, nothing typed is lost, every look is on record."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dsr.actions.caseload import add_note, assign
from dsr.actions.decide import refuse_on_procedure
from dsr.actions.documents import IncomingFile, add_document
from dsr.actions.receive import RightAsked
from dsr.models import Case, CaseEvent, Heartbeat, Note, ViewEvent
from dsr.persons import PersonDetails
from dsr.policy import MATRIX
from dsr.queries.case_page import refusal_of
from dsr.queries.follow import followed_case
from dsr.vocabulary import Action, Impersonal, Kind, Regime, Role, State, ViewSubject
from dsr.web import access
from dsr.web.staff.stages import stages
from dsr.web.staff.urls import urlpatterns
from tests.factories import case_in, desk, received, signed_in, staff

pytestmark = pytest.mark.django_db

# on the case page: each button is a form or a link that leads to the address of its verb
BUTTONS = {
    Action.ASSIGN: "assign",
    Action.ACKNOWLEDGE: "acknowledge",
    Action.ADD_NOTE: "add_note",
    Action.CORRECT_PERSON: "correct_person",
    Action.ADD_DOCUMENT: "add_document",
    Action.ADD_ITEM: "add_item",
    Action.ACCEPT_ITEM: "accept_item",
    Action.REJECT_ITEM: "reject_item",
    Action.WAIVE_ITEM: "waive_item",
    Action.ASK_FOR_MORE: "ask_for_more",
    Action.PAUSE_CLOCK: "pause_clock",
    Action.RESUME_CLOCK: "resume_clock",
    Action.EXTEND_CLOCK: "extend_clock",
    Action.ANNOUNCE_EXTENSION: "announce_extension",
    Action.CORRECT_RECEIPT: "correct_receipt",
    Action.VERIFY_IDENTITY: "verify_identity",
    Action.REFUSE_ON_PROCEDURE: "refuse_on_procedure",
    Action.DECIDE_RIGHT: "decide_right",
    Action.DECIDE: "decide",
    Action.SEND_REPLY: "send_reply",
    Action.MARK_REPLIED: "mark_replied",
    Action.RECORD_RETURN: "record_return",
    Action.WITHDRAW: "withdraw",
    Action.RECORD_PAPER: "papers",
    Action.SET_HOLD: "set_hold",
    Action.LIFT_HOLD: "lift_hold",
    Action.PROVE_CONTACT: "prove_contact",
    Action.ASK_PRINCIPAL: "ask_principal",
}
# on other pages, where their own tests look for them: the document (test_document_page.py), intake, letter
ELSEWHERE = {
    Action.DESCRIBE_DOCUMENT: "describe_document",
    Action.SETTLE_FINDING: "settle_finding",
    Action.MASK_DOCUMENT: "mask_document",
    Action.DESTROY_DOCUMENT: "destroy_document",
    Action.SUBMIT_REQUEST: "intake",
    Action.APPROVE_LETTER: "letter_preview",
}


def url(name: str, case: Case) -> str:
    known = {"case_id": case.pk}
    if name in {"accept_item", "reject_item", "waive_item"}:
        known["item_id"] = case.items.first().pk
    if name == "correct_person":
        known["role"] = "principal"
    if name == "prove_contact":
        known |= {"role": "principal", "medium": "post"}
    if name == "decide_right":
        known["right_id"] = case.rights.first().pk
    return reverse(f"staff:{name}", kwargs=known)


def html(browser: Client, case: Case) -> str:
    return browser.get(case.get_absolute_url()).content.decode()


def test_every_verb_of_staff_has_a_button_or_a_page() -> None:
    of_staff = {verb for who, verbs in MATRIX.items() if who not in set(Impersonal) for verb in verbs}
    assert sorted([*BUTTONS, *ELSEWHERE]) == sorted(of_staff)
    addresses = {pattern.name for pattern in urlpatterns}
    assert {*BUTTONS.values(), *ELSEWHERE.values()} <= addresses


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.MANAGER, Role.AUDITOR])
def test_buttons_are_shown_to_those_who_may(role: Role) -> None:
    found, expected = {}, {}
    for state in State:
        user, case = staff(role), case_in(state)
        page = html(signed_in(user), case)
        seen = access.case_for(user, case.pk)
        found[state] = {action for action, name in BUTTONS.items() if f'"{url(name, case)}' in page}
        expected[state] = {action for action in BUTTONS if not refusal_of(seen, user, action)}
        expected[state].discard(Action.ACKNOWLEDGE if seen.acknowledged_at else None)
    assert found == expected


def test_auditors_only_read() -> None:
    auditor = signed_in(staff(Role.AUDITOR))
    pages = [html(auditor, case_in(state)) for state in State]
    # the two forms of the frame: language, sign-out
    assert {page.count("<form") for page in pages} == {2}


def test_clerks_are_told_who_can_decide() -> None:
    case = case_in(State.IDENTITY_VERIFIED)
    reviewer = staff(Role.REVIEWER, first_name="Kenichi", last_name="Suzuki")
    page = signed_in(staff(), "en").get(case.get_absolute_url()).content.decode()
    assert "Your role cannot take this step. These colleagues can:" in page
    assert str(reviewer) in page


def test_a_second_person_is_asked_to_approve() -> None:
    case = case_in(State.DECIDED)
    verifier = Case.objects.get(pk=case.pk).verified_by
    verifier.memberships.update(role=Role.REVIEWER)
    for address in (case.get_absolute_url(), url("letter_preview", case)):
        page = signed_in(verifier, "en").get(address).content.decode()
        assert "You confirmed the identity or refused on procedure, so a second person has to take this step." in page
        assert reverse("staff:approve_letter", args=[case.pk]) not in page
    answer = signed_in(verifier, "en").post(reverse("staff:approve_letter", args=[case.pk]))
    assert (answer.status_code, Case.objects.get(pk=case.pk).letters.count()) == (403, 0)


def test_a_form_sent_after_a_colleague_is_refused_with_its_text_kept() -> None:
    clerk, colleague, case = staff(), staff(first_name="Ken", last_name="Ito"), received().case
    browser = signed_in(clerk, "en")
    seen = Case.objects.get(pk=case.pk).last_seq
    add_note(case.pk, "meanwhile", by=colleague)
    item = case.items.first()
    sent = {"evidence": item.any_of[0], "seen": seen}
    answer = browser.post(url("accept_item", case), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody changed this case in the meantime." in page
    assert f"Last change: Note added, by {colleague}" in page
    assert f'<option value="{item.any_of[0]}" selected>' in page
    form = answer.context["failed"]
    assert form["seen"].value() == str(Case.objects.get(pk=case.pk).last_seq)
    again = browser.post(url("accept_item", case), sent | {"seen": form["seen"].value()})
    assert again.status_code == 302


def test_text_is_shown_again_when_the_step_is_gone() -> None:
    case = case_in(State.WITHDRAWN)
    browser = signed_in(staff(Role.MANAGER), "en")
    answer = browser.post(url("waive_item", case), {"reason": "Known in person <b>"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This step is no longer offered. Copy what you still need." in page
    assert "Known in person &lt;b&gt;" in page


def test_a_form_that_lacks_something_comes_back_open_and_filled() -> None:
    case = received().case
    answer = signed_in(staff(), "en").post(url("add_note", case), {"text": "x" * 4001})
    page = answer.content.decode()
    assert (answer.status_code, Note.objects.count()) == (422, 0)
    assert "Write at most 4,000 characters. You wrote 4,001." in page
    assert "x" * 4001 in page


@pytest.mark.parametrize("seen", ["", "abc", "-1", "999999999999999999999"])
def test_a_forged_seen_changes_nothing(seen: str) -> None:
    case = received().case
    answer = signed_in(staff()).post(url("ask_for_more", case), {"seen": seen})
    assert answer.status_code == (302 if not seen else 422 if not seen.isdecimal() else 409)
    assert CaseEvent.objects.filter(case=case).count() == (2 if not seen else 1)


def test_every_look_is_on_record_before_the_page_leaves() -> None:
    case, clerk = case_in(State.DECIDED), staff()
    assign(case.pk, clerk, by=clerk)
    browser = signed_in(clerk)
    for address in (
        reverse("staff:queue"),
        case.get_absolute_url(),
        url("letter_preview", case),
        url("letter_sheet", case),
    ):
        browser.get(address)
    looks = [(look.subject, look.case_id, look.cases, look.user) for look in ViewEvent.objects.order_by("at")]
    assert looks == [
        (ViewSubject.LIST, None, [str(case.pk)], clerk),
        (ViewSubject.CASE, case.pk, [], clerk),
        (ViewSubject.PREVIEW, case.pk, [], clerk),
    ]


def test_no_page_without_a_record_of_the_look(monkeypatch: pytest.MonkeyPatch) -> None:
    case, browser = received().case, signed_in(staff())

    def table_full(*_args: object, **_kwargs: object) -> None:
        raise DatabaseError("full")

    monkeypatch.setattr(ViewEvent.objects, "create", table_full)
    for address in (reverse("staff:queue"), case.get_absolute_url(), url("letter_sheet", case)):
        with pytest.raises(DatabaseError, match="full"):
            browser.get(address)


HOSTILE = "<script>alert(1)</script>\u202e'\"&{{ 7*7 }}{% now %}"


def test_hostile_text_is_shown_as_text(html_errors: Callable[[str], list[str]]) -> None:
    person = PersonDetails(
        name=HOSTILE, kana=HOSTILE, former_name=HOSTILE, address=HOSTILE, phone=HOSTILE, email=HOSTILE, birth_date="x"
    )
    case, clerk = received(principal=person, agent=person, requester_type="appointed_agent").case, staff()
    assign(case.pk, clerk, by=clerk)
    add_note(case.pk, HOSTILE, by=clerk)
    png = b"\x89PNG\r\n\x1a\n" + bytes(2000)
    add_document(case.pk, IncomingFile(HOSTILE, "image/png", png), by=clerk)
    browser = signed_in(clerk)
    for address in (case.get_absolute_url(), reverse("staff:queue")):
        page = browser.get(address).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;[U+202E]&#x27;&quot;&amp;{{ 7*7 }}{% now %}" in page
        assert ("<script>alert" in page, "\u202e" in page) == (False, False)
        assert html_errors(page) == []
    assert "<script>alert" not in browser.get(url("letter_sheet", case)).content.decode()


def test_the_page_costs_the_same_however_much_happened() -> None:
    clerk, case = staff(), received().case
    browser = signed_in(clerk)
    browser.get(case.get_absolute_url())  # the first request writes the session
    costs = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(case.get_absolute_url()).status_code == 200
        costs.append(len(queries))
        for number in range(5):
            add_note(case.pk, f"{_round} {number}", by=clerk)
            assign(case.pk, clerk, by=clerk)
            browser.get(case.get_absolute_url())
    assert costs == [29, 29]


PROMISED = [
    (Regime.JP_APPI, "JP", Kind.DISCLOSURE, "回答期限（窓口の目標）"),
    (Regime.EU_GDPR, "DE", Kind.GDPR_ACCESS, "回答期限（法令上の期限）"),
    (Regime.US_CA, "US-CA", Kind.CCPA_DELETE, "回答期限（法令上の期限）"),
]


@pytest.mark.parametrize(("regime", "residence", "kind", "words"), PROMISED)
def test_the_date_says_who_set_it(regime: Regime, residence: str, kind: Kind, words: str) -> None:
    home = desk("citizen-systems-japan")
    right = RightAsked(kind=kind, scope="all")
    case = received(desk=home, regime=regime, residence=residence, rights=(right,)).case
    page = html(signed_in(staff(Role.CLERK, home)), case)
    assert [said for said in ("回答期限（窓口の目標）", "回答期限（法令上の期限）") if said in page] == [words]


def test_silent_timers_are_told_on_every_page(at: Callable) -> None:
    clerk, case = staff(), received().case
    browser = signed_in(clerk, "en")
    paths = [reverse("staff:queue"), reverse("staff:intake"), case.get_absolute_url()]
    assert all("Deadline monitoring has never run." in browser.get(path).content.decode() for path in paths)
    at("2026-11-17 10:00")
    Heartbeat.objects.create(name="tick", at=Case.objects.get(pk=case.pk).created_at)
    at("2026-11-17 10:05")
    assert all("Deadline monitoring last ran on" in browser.get(path).content.decode() for path in paths)
    at("2026-11-17 10:01")
    assert not any("Deadline monitoring" in browser.get(path).content.decode() for path in paths)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("state", list(State))
def test_pages_are_valid_html(state: State, language: str, html_errors: Callable[[str], list[str]]) -> None:
    case = case_in(state)
    assert html_errors(html(signed_in(staff(Role.MANAGER), language), case)) == []


def test_a_refusal_on_procedure_does_not_show_the_identity_as_confirmed() -> None:
    case = received().case
    refuse_on_procedure(case.pk, by=staff(Role.REVIEWER), ground="P-ID", reason="印鑑登録証明書が届いていません。")
    steps = stages(Case.objects.get(pk=case.pk))["steps"]
    assert [step["status"] for step in steps] == ["done", "skipped", "current", "todo"]
    assert [step.status for step in followed_case(case.pk).steps] == ["done", "skipped", "done", "current"]
