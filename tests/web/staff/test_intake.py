"""Intake: what came on paper or by phone becomes a case once, on the day it arrived, however incomplete it is."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from dsr.models import Case, DeskMembership, Document, Draft
from dsr.receipts import parse_secret
from dsr.vocabulary import Channel, Kind, Regime, RequesterType, Role
from tests.factories import NET_ONE, OMRON, desk, signed_in, staff

pytestmark = pytest.mark.django_db

START = {
    "desk": OMRON,
    "channel": "post",
    "received_on": "2026-11-17",
    "backdate_reason": "",
    "residence": "JP",
    "who": "principal",
}
TOKEN = "t" * 43
FILLED = {
    "kinds": ["disclosure"],
    "scope_disclosure": "会員番号 12345 の情報",
    "principal-name": "山田 太郎",
    "principal-birth_date": "昭和60年4月1日",
    "principal-postal_code": "６１７００３３",
    "principal-address": "京都府向日市寺戸町53",
    "reply_method": "writing",
    "language": "ja",
    "token": TOKEN,
}


def intake(**changes: str) -> str:
    query = "&".join(f"{key}={value}" for key, value in (START | changes).items())
    return f"{reverse('staff:intake')}?{query}"


def picture() -> SimpleUploadedFile:
    written = BytesIO()
    Image.effect_noise((400, 300), 40).convert("RGB").save(written, "JPEG")
    return SimpleUploadedFile("scan.jpg", written.getvalue())


def test_a_request_is_recorded_and_its_receipt_shown() -> None:
    clerk = staff()
    page = signed_in(clerk).post(intake(), FILLED)
    case = Case.objects.get()
    assert page.status_code == 200
    assert (page.context["case"], bool(parse_secret(page.context["secret"]))) == (case, True)
    assert page.context["secret"] in page.content.decode()
    assert (case.channel, case.received_on, case.language) == (Channel.POST, date(2026, 11, 17), "ja")
    assert (case.principal.name, case.principal.birth_date) == ("山田 太郎", "1985-04-01")
    assert case.principal.postal_code == "617-0033"
    assert case.rights.get().asked["scope"] == "会員番号 12345 の情報"
    assert case.events.get().by == clerk


def test_what_is_handed_over_speaks_the_requesters_language() -> None:
    page = signed_in(staff(), "ja").post(intake(), FILLED | {"language": "en"}).content.decode()
    assert "With this number and this code you can follow your request" in page
    assert "請求を登録しました" in page


def test_a_second_click_shows_the_same_receipt() -> None:
    browser = signed_in(staff())
    first, second = (browser.post(intake(), FILLED) for _click in range(2))
    assert first.context["secret"] == second.context["secret"]
    assert Case.objects.count() == 1


def test_the_past_is_given_with_its_reason() -> None:
    browser = signed_in(staff())
    browser.post(intake(received_on="2026-11-10", backdate_reason="other_department"), FILLED)
    case = Case.objects.get()
    assert (case.received_on, case.created_at.date()) == (date(2026, 11, 10), date(2026, 11, 17))
    assert case.events.get().facts["backdate_reason"] == "other_department"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_on": "2026-11-18"}, "received_on"),
        ({"received_on": "2025-11-16"}, "received_on"),
        ({"received_on": "2026-02-30"}, "received_on"),
        ({"received_on": "1700000000"}, "received_on"),
        ({"received_on": "2026-11-16"}, "backdate_reason"),
        ({"desk": NET_ONE}, "desk"),
        ({"desk": "no-such-desk"}, "desk"),
        ({"channel": "web"}, "channel"),
        ({"channel": "fax"}, "channel"),
        ({"residence": "XX"}, "residence"),
        ({"who": "neighbour"}, "who"),
    ],
)
def test_the_first_answers_are_checked(changes: dict[str, str], field: str) -> None:
    page = signed_in(staff()).get(intake(**changes))
    assert page.templates[0].name == "staff/intake_start.html"
    assert set(page.context["form"].errors) == {field}


def test_a_form_filled_in_over_midnight_is_not_lost(at: Callable) -> None:
    at("2026-11-17 23:58")
    browser = signed_in(staff())
    assert browser.get(intake()).status_code == 200
    at("2026-11-18 00:03")
    browser.post(intake(), FILLED)
    assert Case.objects.get().received_on == date(2026, 11, 17)


def test_only_own_desks_are_offered() -> None:
    clerk = staff()
    DeskMembership.objects.create(user=clerk, desk=desk(NET_ONE), role=Role.AUDITOR)
    form = signed_in(clerk).get(reverse("staff:intake")).context["form"]
    assert [slug for slug, _name in form.fields["desk"].choices] == [OMRON]


def test_an_incomplete_request_has_arrived_all_the_same() -> None:
    sent = {key: FILLED[key] for key in ("kinds", "principal-name", "language", "token")}
    rights = {"kinds": ["correction", "cease_use"], "reply_method": "electronic"}
    signed_in(staff()).post(intake(channel="phone"), sent | rights)
    case = Case.objects.get()
    assert [right.kind for right in case.rights.all()] == [Kind.CORRECTION, Kind.CEASE_USE]
    assert (case.principal.address, case.rights.first().asked["correction"]) == ("", "")


def test_an_agent_is_recorded_beside_the_data_subject() -> None:
    sent = FILLED | {"agent-name": "Maria Fernández", "agent-address": "Kyoto", "kinds": ["cease_use"]}
    sent["ground_cease_use"] = "no_longer_needed"
    signed_in(staff()).post(intake(who="appointed_agent"), sent)
    case = Case.objects.get()
    assert (case.requester_type, case.requester.name) == (RequesterType.APPOINTED_AGENT, "Maria Fernández")
    assert case.rights.get().asked["claimed_ground"] == "no_longer_needed"
    assert [item.code for item in case.items.all()][-2:] == ["mandate", "seal_certificate"]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"principal-name": ""}, {"name"}),
        ({"principal-name": "\u200b \u3000"}, {"name"}),
        ({"principal-name": "x" * 10_000}, {"name"}),
        ({"principal-name": "a\x00b"}, {"name"}),
        ({"principal-birth_date": "令和7年2月30日"}, {"birth_date"}),
        ({"principal-birth_date": "2027-01-01"}, {"birth_date"}),
        ({"principal-email": "a@b, c@d"}, {"email"}),
        ({"principal-phone": "call me"}, {"phone"}),
        ({"principal-address": ""}, {"address"}),
        ({"kinds": []}, {"kinds"}),
        ({"kinds": ["gdpr_access"]}, {"kinds"}),
        ({"reply_method": "pigeon"}, {"reply_method"}),
        ({"language": "fr"}, {"language"}),
        ({"token": "short"}, {"token"}),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(changes: dict, fields: set[str]) -> None:
    sent = FILLED | changes
    page = signed_in(staff()).post(intake(), sent)
    assert (page.status_code, Case.objects.count()) == (422, 0)
    assert {name for part in page.context["recording"].parts for name in part.errors} == fields
    assert "会員番号 12345 の情報</textarea>" in page.content.decode()
    corrected = signed_in(staff()).post(intake(), FILLED | {"token": page.context["recording"].token.ljust(43, "x")})
    assert corrected.status_code == 200


def test_scans_survive_a_correction_and_reach_their_lines() -> None:
    browser = signed_in(staff())
    code = "identity_of_principal"
    page = browser.post(intake(), FILLED | {"principal-name": "", code: picture(), "other": picture()})
    assert set(page.context["recording"].scans.kept) == {code, "other"}
    browser.post(intake(), FILLED)
    found = {document.item and document.item.code: document.name for document in Document.objects.all()}
    assert found == {code: "scan.jpg", None: "scan.jpg"}
    assert not Draft.objects.exists()


def test_a_file_that_is_no_scan_stops_nothing_else() -> None:
    bad = SimpleUploadedFile("a.exe", b"MZ" + bytes(3000))
    page = signed_in(staff(), "en").post(intake(), FILLED | {"other": bad, "identity_of_principal": picture()})
    assert (page.status_code, set(page.context["recording"].scans.errors)) == (422, {"other"})
    assert "This is a file of type EXE." in page.content.decode()
    assert set(page.context["recording"].scans.kept) == {"identity_of_principal"}


def test_the_law_of_the_place_decides_the_rights() -> None:
    browser = signed_in(staff())
    kinds = {}
    for place in ("JP", "ZZ", "DE", "GB"):
        route = browser.get(intake(residence=place)).context["route"]
        kinds[place] = (route.regime, route.is_served_elsewhere)
    assert kinds == {
        "JP": (Regime.JP_APPI, False),
        "ZZ": (Regime.JP_APPI, False),
        "DE": (Regime.JP_APPI, True),
        "GB": (Regime.JP_APPI, True),
    }


@pytest.mark.parametrize("language", ["ja", "en"])
def test_pages_are_valid_html(language: str, html_errors: Callable[[str], list[str]]) -> None:
    browser = signed_in(staff(), language)
    pages = [
        browser.get(reverse("staff:intake")),
        browser.get(intake(received_on="2026-11-16")),
        browser.get(intake(who="minor_agent")),
        browser.post(intake(who="minor_agent"), {}),
        browser.post(intake(), FILLED),
    ]
    assert [page.status_code for page in pages] == [200, 200, 200, 422, 200]
    assert [html_errors(page.content.decode()) for page in pages] == [[]] * len(pages)
