"""From the decision to the posted reply: the form asks for what the letter needs, and every way out is recorded."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from dsr.actions.letters import approve_letter
from dsr.actions.receive import RightAsked
from dsr.actions.reply import mark_replied, send_reply
from dsr.effects import outbox
from dsr.law.grounds import grounds_for
from dsr.law.kinds import kind_row
from dsr.models import Case, CaseEvent, RequestedRight, ViewEvent
from dsr.queries.metrics import lateness_reasons
from dsr.vocabulary import (
    Action,
    DeliveryChannel,
    Impersonal,
    Kind,
    LatenessReason,
    Outcome,
    Regime,
    ReplyMethod,
    Role,
    State,
    ViewSubject,
)
from tests.factories import NET_ONE, OMRON, TODAY, case_in, desk, received, signed_in, staff

pytestmark = pytest.mark.django_db


def path(name: str, case: Case) -> str:
    return reverse(f"staff:{name}", args=[case.pk])


def of_right(right: RequestedRight, outcome: str) -> str:
    return f"{reverse('staff:decide_right', args=[right.case_id, right.pk])}?outcome={outcome}"


JAPAN = [kind for kind in Kind if not kind.startswith(("gdpr", "ccpa"))]


@pytest.mark.parametrize("kind", JAPAN)
def test_the_form_offers_the_grounds_and_words_of_each_outcome(kind: Kind) -> None:
    case = case_in(State.IDENTITY_VERIFIED, rights=(RightAsked(kind=kind, correction="…"),))
    right, browser = case.rights.get(), signed_in(staff(Role.REVIEWER))
    outcomes = kind_row(kind, Regime.JP_APPI, TODAY).outcomes
    for outcome in Outcome:
        form = browser.get(of_right(right, outcome)).context["form"]
        if outcome not in outcomes:
            assert form is None
            continue
        offered = [code for code, _label in form.fields["ground"].choices] if "ground" in form.fields else []
        assert offered == [row.code for row in grounds_for(kind, outcome, TODAY)]


@pytest.mark.parametrize(
    ("outcome", "sent", "lacking"),
    [
        ("granted", {}, {"content"}),
        ("partly_granted", {}, {"ground", "content", "withheld_part", "reason"}),
        ("refused", {"ground": "D-HARM"}, {"reason"}),
        ("refused", {"ground": "C-TRUE", "reason": "…"}, {"ground"}),
        ("refused", {"reason": "…"}, {"ground"}),
        ("other_method", {"content": "…"}, {"ground", "reason"}),
    ],
)
def test_what_the_letter_needs_is_asked_beside_its_field(outcome: str, sent: dict, lacking: set[str]) -> None:
    right = case_in(State.IDENTITY_VERIFIED).rights.get()
    answer = signed_in(staff(Role.REVIEWER)).post(of_right(right, outcome), sent)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, lacking)
    assert RequestedRight.objects.get().outcome == ""


@pytest.mark.parametrize(
    ("slug", "kind", "outcome", "told"),
    [
        (OMRON, Kind.CEASE_USE, "refused", True),
        (NET_ONE, Kind.CEASE_PROVISION, "partly_granted", True),
        (OMRON, Kind.CEASE_USE, "granted", False),
        (OMRON, Kind.DISCLOSURE, "refused", False),
        ("citizen-watch", Kind.CEASE_USE, "refused", False),
    ],
)
def test_a_privacymark_desk_is_reminded_of_its_promise(slug: str, kind: Kind, outcome: str, told: bool) -> None:
    place = desk(slug)
    case = case_in(State.IDENTITY_VERIFIED, desk=place, rights=(RightAsked(kind=kind),))
    page = signed_in(staff(Role.REVIEWER, place), "en").get(of_right(case.rights.get(), outcome)).content.decode()
    assert ("PrivacyMark (J.10.7)" in page) is told


def test_a_right_is_decided_and_decided_anew() -> None:
    right = case_in(State.IDENTITY_VERIFIED).rights.get()
    browser = signed_in(staff(Role.REVIEWER))
    refused = {"ground": "D-LAW", "reason": "通信の秘密"}
    assert browser.post(of_right(right, "refused"), refused)["Location"].endswith("#rights")
    form = browser.get(reverse("staff:decide_right", args=[right.case_id, right.pk])).context["form"]
    assert (form.outcome, form["ground"].value(), form["reason"].value()) == ("refused", "D-LAW", "通信の秘密")
    browser.post(of_right(right, "granted"), {"content": "氏名"})
    right = RequestedRight.objects.get()
    assert (right.outcome, right.ground, right.answer["content"]) == ("granted", "", "氏名")


def test_a_decision_that_comes_too_late_keeps_its_words() -> None:
    case = case_in(State.DECIDED)
    answer = signed_in(staff(Role.REVIEWER), "en").post(of_right(case.rights.get(), "granted"), {"content": "長い文章"})
    assert answer.status_code == 409
    assert "長い文章</textarea>" in answer.content.decode()
    assert "This step is not possible at this stage of the case." in answer.content.decode()


def test_a_refusal_on_procedure_covers_every_right() -> None:
    case = received(rights=(RightAsked(kind=Kind.DISCLOSURE), RightAsked(kind=Kind.CEASE_USE))).case
    browser = signed_in(staff(Role.REVIEWER))
    offered = [
        code for code, _label in browser.get(path("refuse_on_procedure", case)).context["form"]["ground"].field.choices
    ]
    assert offered == ["P-METHOD", "P-ID", "P-NOTOURS", "P-NOTPERSON"]  # the fee is no ground for stopping use
    assert browser.post(path("refuse_on_procedure", case), {"ground": "P-ID"}).status_code == 422
    browser.post(path("refuse_on_procedure", case), {"ground": "P-ID", "reason": "印鑑登録証明書"})
    assert Case.objects.get().state == State.DECIDED
    assert {right.ground for right in case.rights.all()} == {"P-ID"}


def test_the_whole_way_to_a_posted_reply_and_back() -> None:
    case = case_in(State.IDENTITY_VERIFIED, reply_method=ReplyMethod.WRITING)
    reviewer, clerk = signed_in(staff(Role.REVIEWER), "en"), signed_in(staff(), "en")
    reviewer.post(of_right(case.rights.get(), "granted"), {"content": "氏名：山田 太郎"})
    reviewer.post(path("decide", case))
    preview = reviewer.get(path("letter_preview", case))
    assert preview.context["letter"].problems == ()
    assert "Approve the letter" in preview.content.decode()
    assert "氏名：山田 太郎" in reviewer.get(path("letter_sheet", case)).content.decode()
    assert reviewer.post(path("approve_letter", case))["Location"].endswith("#reply")
    assert "Wait for the letter" in clerk.get(case.get_absolute_url()).content.decode()
    assert clerk.get(path("letter_pdf", case)).status_code == 404
    outbox.drain()
    pdf = clerk.get(path("letter_pdf", case))
    assert (pdf["Content-Type"], pdf.content[:5], pdf["Cache-Control"]) == (
        "application/pdf",
        b"%PDF-",
        "private, no-store",
    )
    posted = {"channel": DeliveryChannel.RECORDED_POST, "delivered_on": "2026-11-17"}
    assert clerk.post(path("mark_replied", case), posted).status_code == 422
    proved = reverse("staff:prove_contact", args=[case.pk, "principal", "post"])
    assert clerk.post(proved, {"basis": "identity_document"}).status_code == 302
    clerk.post(path("mark_replied", case), posted | {"tracking": "123-45-67890-1"})
    page = clerk.get(case.get_absolute_url()).content.decode()
    assert ("123-45-67890-1" in page, Case.objects.get().state) == (True, State.REPLIED)
    clerk.post(path("record_return", case), {"returned_on": "2026-11-17"})
    page = clerk.get(case.get_absolute_url())
    assert (page.context["page"].step.value, Case.objects.get().state) == ("send_again", State.DECIDED)
    subjects = ViewEvent.objects.exclude(subject=ViewSubject.CASE).order_by("at").values_list("subject", flat=True)
    assert list(subjects) == [ViewSubject.PREVIEW, ViewSubject.LETTER]


def test_a_released_reply_waits_to_be_fetched() -> None:
    case = case_in(State.DECIDED)
    reviewer = signed_in(staff(Role.REVIEWER))
    reviewer.post(path("approve_letter", case))
    outbox.drain()
    reviewer.post(path("send_reply", case))
    page = reviewer.get(case.get_absolute_url())
    assert (page.context["page"].step.value, Case.objects.get().state) == ("wait_for_fetch", State.DECIDED)


@pytest.mark.parametrize(
    ("day", "status"), [("2026-11-18", 409), ("2026-11-16", 409), ("2026-02-30", 422), ("", 422), ("2026-11-17", 302)]
)
def test_a_delivery_lies_between_letter_and_today(day: str, status: int) -> None:
    case = case_in(State.DECIDED)
    reviewer = signed_in(staff(Role.REVIEWER))
    reviewer.post(path("approve_letter", case))
    outbox.drain()
    sent = {"channel": DeliveryChannel.COUNTER, "delivered_on": day}
    assert reviewer.post(path("mark_replied", case), sent).status_code == status


def test_a_letter_with_problems_is_not_approved() -> None:
    case = case_in(State.IDENTITY_VERIFIED)
    reviewer = signed_in(staff(Role.REVIEWER), "en")
    reviewer.post(of_right(case.rights.get(), "granted"), {"content": "\U0001f9ff\U00013000"})
    reviewer.post(path("decide", case))
    page = reviewer.get(path("letter_preview", case)).content.decode()
    assert "No letter font has this character:" in page
    assert "U+13000" in page
    assert "Approve the letter</button>" not in page
    answer = reviewer.post(path("approve_letter", case))
    assert (answer.status_code, Case.objects.get().letters.count()) == (409, 0)


def test_the_sheet_runs_and_fetches_nothing() -> None:
    answer = signed_in(staff()).get(path("letter_sheet", case_in(State.DECIDED)))
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; sandbox"
    assert (answer["Content-Security-Policy"], answer["X-Frame-Options"]) == (policy, "SAMEORIGIN")
    assert re.findall(r"(?:src|href)=", answer.content.decode()) == []


def test_the_approved_letter_is_shown_as_it_was_frozen() -> None:
    case = case_in(State.REPLIED)
    browser = signed_in(staff(Role.AUDITOR))
    sheet = browser.get(path("letter_sheet", case)).content.decode()
    assert case.letters.get().number in sheet
    assert ViewEvent.objects.get().subject == ViewSubject.LETTER
    assert browser.get(path("letter_preview", case)).context["letter"].is_approved


def test_days_are_those_of_tokyo(at: Callable) -> None:
    at("2026-11-17T23:59:59+09:00")
    case = case_in(State.DECIDED)
    page = signed_in(staff(Role.REVIEWER)).get(path("letter_sheet", case)).content.decode()
    assert "令和8年11月17日" in page
    at("2026-11-18T00:00:01+09:00")
    page = signed_in(staff(Role.REVIEWER)).get(path("letter_sheet", case)).content.decode()
    assert "令和8年11月18日" in page


@pytest.mark.parametrize("language", ["ja", "en"])
def test_pages_are_valid_html(language: str, html_errors: Callable[[str], list[str]]) -> None:
    browser = signed_in(staff(Role.REVIEWER), language)
    verified, decided, fresh = case_in(State.IDENTITY_VERIFIED), case_in(State.DECIDED), received().case
    right = verified.rights.get()
    pages = [
        browser.get(of_right(right, "")),
        *(browser.get(of_right(right, outcome)) for outcome in ("granted", "partly_granted", "not_held")),
        browser.post(of_right(right, "partly_granted"), {}),
        browser.get(path("letter_preview", decided)),
        browser.get(path("letter_preview", case_in(State.REPLIED))),
        browser.get(path("refuse_on_procedure", fresh)),
        browser.post(path("refuse_on_procedure", fresh), {}),
    ]
    assert [html_errors(page.content.decode()) for page in pages] == [[]] * len(pages)


def ready_to_release() -> Case:
    case = case_in(State.DECIDED)
    approve_letter(case.pk, by=staff(Role.REVIEWER))
    outbox.drain()
    return case


def fetch(case: Case) -> str:
    """Download the reply as its requester does; returns why it counts as late."""
    today = timezone.localdate()
    mark_replied(case.pk, by=Impersonal.REQUESTER, channel=DeliveryChannel.FOLLOW_PAGE, delivered_on=today)
    return case.deliveries.get().late_because


def test_a_late_reply_is_asked_why_and_one_in_time_is_not(at) -> None:
    case = ready_to_release()
    address = f"{case.get_absolute_url()}delivery/"
    assert 'name="late_because"' not in signed_in(staff(), "en").get(case.get_absolute_url()).content.decode()
    at("2026-12-10 10:00")
    clerk = signed_in(staff(), "en")
    page = clerk.get(case.get_absolute_url())
    assert 'name="late_because"' in page.content.decode()
    typed = {"channel": "counter", "delivered_on": "2026-12-10", "seen": Case.objects.get(pk=case.pk).last_seq}
    refused = clerk.post(address, typed)
    assert (refused.status_code, "Choose why the reply is late." in refused.content.decode()) == (422, True)
    assert clerk.post(address, typed | {"late_because": "search"}).status_code == 302
    delivery = case.deliveries.get()
    assert (delivery.late_because, lateness_reasons([case.desk_id], date(2026, 12, 1))) == (
        "search",
        [(LatenessReason.SEARCH, 1)],
    )
    assert CaseEvent.objects.get(case=case, action=Action.MARK_REPLIED).facts["late_because"] == "search"


def test_a_late_release_is_asked_why_and_the_fetch_keeps_the_answer(at) -> None:
    case = ready_to_release()
    address = f"{case.get_absolute_url()}release/"
    at("2026-12-10 10:00")
    clerk = signed_in(staff(), "en")
    typed = {"seen": Case.objects.get(pk=case.pk).last_seq}
    refused = clerk.post(address, typed)
    assert (refused.status_code, "Choose why the reply is late." in refused.content.decode()) == (422, True)
    assert Case.objects.get(pk=case.pk).released_at is None
    assert clerk.post(address, typed | {"late_because": "fetched_late"}).status_code == 422
    assert clerk.post(address, typed | {"late_because": "search"}).status_code == 302
    assert CaseEvent.objects.get(case=case, action=Action.SEND_REPLY).facts["late_because"] == "search"
    assert fetch(case) == "search"
    assert lateness_reasons([case.desk_id], date(2026, 12, 1)) == [(LatenessReason.SEARCH, 1)]


@pytest.mark.parametrize(("fetched", "why"), [("2026-12-02", ""), ("2026-12-10", "fetched_late")])
def test_a_release_in_time_needs_no_reason_and_a_late_fetch_of_it_is_told_apart(at, fetched: str, why: str) -> None:
    case = ready_to_release()
    typed = {"seen": Case.objects.get(pk=case.pk).last_seq}
    assert signed_in(staff()).post(f"{case.get_absolute_url()}release/", typed).status_code == 302
    at(f"{fetched} 10:00")
    assert fetch(case) == why


def test_a_late_release_from_before_anybody_was_asked_has_no_reason_and_is_not_called_in_time(at) -> None:
    case = ready_to_release()
    at("2026-12-10 10:00")
    send_reply(case.pk, by=staff())
    assert fetch(case) == ""


def test_a_reply_that_was_posted_in_time_and_is_entered_late_needs_no_reason(at) -> None:
    case = ready_to_release()
    at("2026-12-10 10:00")
    typed = {"channel": "counter", "delivered_on": "2026-12-02", "seen": Case.objects.get(pk=case.pk).last_seq}
    assert signed_in(staff()).post(f"{case.get_absolute_url()}delivery/", typed).status_code == 302
    assert case.deliveries.get().late_because == ""
