"""The extension on the case page, on the status page and on paper."""

from datetime import date

import pytest

from dsr.actions.extension import extend_clock
from dsr.actions.receive import RightAsked
from dsr.models import Case, ViewEvent
from dsr.queries.follow import followed_case
from dsr.vocabulary import Kind, Regime, Role
from tests.factories import TODAY, desk, received, signed_in, staff

pytestmark = pytest.mark.django_db
REASON = "担当部署が三つにわたり、検索に時間を要しています。"


def abroad(language: str = "ja") -> Case:
    return received(
        desk=desk("citizen-systems-japan"),
        language=language,
        regime=Regime.EU_GDPR,
        residence="DE",
        rights=(RightAsked(kind=Kind.GDPR_ACCESS),),
    ).case


def reviewer():
    return staff(Role.REVIEWER, at=desk("citizen-systems-japan"))


def test_case_page_offers_it_until_its_last_day_and_then_no_more(at) -> None:
    case, person = abroad(), reviewer()
    address = f'action="{case.get_absolute_url()}extend/"'
    found = {}
    for moment in ("2026-12-17 23:59", "2026-12-18 00:00"):
        at(moment)
        found[moment] = address in signed_in(person).get(case.get_absolute_url()).content.decode()
    assert found == {"2026-12-17 23:59": True, "2026-12-18 00:00": False}
    answer = signed_in(person).post(f"{case.get_absolute_url()}extend/", {"reason": REASON, "seen": case.last_seq})
    assert (answer.status_code, REASON in answer.content.decode()) == (409, True)
    assert Case.objects.get(pk=case.pk).extended_on is None


@pytest.mark.parametrize("language", ["ja", "en"])
def test_page_keeps_the_reason_that_was_typed_when_it_is_refused(language: str) -> None:
    case = abroad()
    client = signed_in(reviewer(), language)
    extend_clock(case.pk, by=reviewer(), reason="…")
    answer = client.post(f"{case.get_absolute_url()}extend/", {"reason": REASON, "seen": 99})
    assert answer.status_code == 409
    assert REASON in answer.content.decode()


def test_notice_is_a_letter_with_old_day_new_day_and_reason_and_the_look_is_on_record() -> None:
    case, person = abroad(), reviewer()
    address = f"{case.get_absolute_url()}extension.pdf"
    assert signed_in(person).get(address).status_code == 404
    extend_clock(case.pk, by=person, reason=REASON)
    answer = signed_in(person).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert ViewEvent.objects.filter(case=case, user=person, object_id="extension").count() == 1


def test_requester_reads_the_new_day_and_the_reason() -> None:
    case = abroad()
    extend_clock(case.pk, by=reviewer(), reason=REASON)
    followed = followed_case(case.pk)
    assert followed is not None
    assert followed.extension is not None
    assert (followed.extension.reason, followed.extension.due_on) == (REASON, followed.case.due_on)
    assert followed.case.due_on > date(TODAY.year, 12, 31)
