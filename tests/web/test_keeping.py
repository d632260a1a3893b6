"""What people see of keeping and destroying: staff, managers, and the requester who follows the case."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.utils.translation import override

from dsr.actions.destruction import destroy_document, set_hold
from dsr.actions.documents import IncomingFile, add_document
from dsr.actions.keeping import destroy_due
from dsr.actions.reply import withdraw
from dsr.effects import outbox
from dsr.law.evidence import EVIDENCE
from dsr.models import Case, Document, Note, ViewEvent
from dsr.vocabulary import DestroyReason, Impersonal, Role, ViewSubject
from tests.factories import NET_ONE, desk, received, settle_checklist, signed_in, staff
from tests.papers import made_safe
from tests.piles import split_pile

pytestmark = pytest.mark.django_db

NAME = "山田太郎の旅券.jpg"


def with_passport(**changes: object) -> tuple[Case, Document]:
    case = received(**changes).case
    item = case.items.filter(purpose="identity").first()
    clerk = staff(Role.CLERK, case.desk)
    file = IncomingFile(NAME, "image/jpeg", b"\xff\xd8\xff" + b"x" * 2000)
    document = add_document(case.pk, file, by=clerk, item_id=item.pk)
    made_safe(case)
    settle_checklist(case, clerk)
    return case, document


def page(user: object, path: str) -> str:
    return " ".join(signed_in(user, "en").get(path).content.decode().split())


def test_a_manager_sets_and_lifts_a_hold_with_a_reason() -> None:
    case, document = with_passport()
    manager = staff(Role.MANAGER, case.desk)
    browser = signed_in(manager, "en")
    address = case.get_absolute_url()
    refused = browser.post(f"{address}hold/", {"reason": "  ", "seen": case.last_seq})
    assert (refused.status_code, Case.objects.get(pk=case.pk).held_since) == (422, None)
    seen = Case.objects.get(pk=case.pk).last_seq
    answer = browser.post(f"{address}hold/", {"reason": "訴訟のため", "seen": seen})
    assert (answer.status_code, answer["Location"]) == (302, f"{address}#keeping")
    assert Case.objects.get(pk=case.pk).held_since == date(2026, 11, 17)
    assert Note.objects.first().text == "訴訟のため"
    shown = page(manager, address)
    assert "Nothing of this case may be destroyed" in shown
    seen = Case.objects.get(pk=case.pk).last_seq
    browser.post(f"{address}hold/lift/", {"reason": "解決", "seen": seen})
    assert Case.objects.get(pk=case.pk).held_since is None
    assert Document.objects.kept().get() == document


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.AUDITOR])
def test_nobody_but_a_manager_touches_a_hold(role: Role) -> None:
    case, _document = with_passport()
    for verb in ("hold/", "hold/lift/"):
        answer = signed_in(staff(role, case.desk)).post(f"{case.get_absolute_url()}{verb}", {"reason": "x", "seen": 1})
        assert answer.status_code == 403
    assert Case.objects.get(pk=case.pk).held_since is None


def test_the_case_page_says_when_copies_go_and_what_is_left_of_them() -> None:
    case, document = with_passport()
    clerk = staff(Role.CLERK, case.desk)
    assert "is set when the case is closed" in page(clerk, case.get_absolute_url())
    withdraw(case.pk, by=Impersonal.REQUESTER)
    assert "Destroyed on Fri 18 Dec 2026" in page(clerk, case.get_absolute_url())
    destroy_document(case.pk, document.pk, by=clerk, reason=DestroyReason.REQUESTER_ASKED)
    outbox.drain()
    shown = page(clerk, case.get_absolute_url())
    assert "What is left of it" in shown
    assert "The requester asked for it" in shown
    assert "No copies of papers are kept." in shown
    assert NAME not in shown


def test_the_requester_is_told_what_was_destroyed_and_never_by_its_file_name() -> None:
    receipt = received()
    case = receipt.case
    item, clerk = case.items.filter(purpose="identity").first(), staff(Role.CLERK, case.desk)
    file = IncomingFile(NAME, "image/jpeg", b"\xff\xd8\xff" + b"x" * 2000)
    documents = [add_document(case.pk, file, by=clerk, item_id=line) for line in (item.pk, None)]
    made_safe(case)
    settle_checklist(case, clerk)
    for document in documents:
        destroy_document(case.pk, document.pk, by=clerk, reason=DestroyReason.MUST_NOT_KEEP)
    browser = Client(headers={"accept-language": "en"})
    browser.post("/follow/", {"number": case.number, "secret": receipt.secret})
    shown = " ".join(browser.get("/follow/case/").content.decode().split())
    assert shown.count("the copies were destroyed on Tue 17 Nov 2026. Reason: The law does not allow keeping it.") == 2
    assert shown.count("The desk last checked it on Tue 17 Nov 2026.") == 1
    assert (NAME in shown, clerk.username in shown, "File of" in shown) == (False, False, False)


def test_managers_see_what_goes_soon_what_is_held_and_the_receipts(at) -> None:
    held, _one = with_passport()
    soon, _two = with_passport()
    gone, third = with_passport()
    elsewhere, _four = with_passport(desk=desk(NET_ONE))
    manager = staff(Role.MANAGER, desk())
    for case in (held, soon, gone, elsewhere):
        withdraw(case.pk, by=Impersonal.REQUESTER)
    set_hold(held.pk, by=manager, reason="訴訟のため")
    destroy_document(gone.pk, third.pk, by=staff(Role.CLERK, desk()), reason=DestroyReason.NOT_OURS)
    shown = page(manager, "/manager/papers/")
    assert "No paper will be destroyed within 14 days." in shown
    at("2026-12-05 10:00")
    shown = page(manager, "/manager/papers/")
    parts = shown.split("<h2")
    found = {
        name: [number for number in _numbers(held, soon, gone, elsewhere) if number in part]
        for name, part in zip(("held", "soon", "gone"), parts[1:], strict=True)
    }
    assert found == {"held": [held.number], "soon": [soon.number], "gone": [gone.number]}
    assert "0 of 1" in parts[3]
    outbox.drain()
    assert "1 of 1" in page(manager, "/manager/papers/")
    at("2026-12-18 10:00")
    assert destroy_due(date(2026, 12, 18)) == 2
    assert _numbers(soon)[0] in page(manager, "/manager/papers/").split("<h2")[3]


@pytest.mark.parametrize("path", ["/manager/", "/manager/papers/"])
def test_managers_are_told_of_scans_that_nobody_sorts(at, path: str) -> None:
    here, elsewhere = desk(), desk(NET_ONE)
    reader = staff(Role.MANAGER, here)
    split_pile([[], []], by=staff(Role.CLERK, here), at=here)
    told = "Scanned post waits to be sorted"
    found = [told in page(reader, path)]
    at("2026-11-22 08:59")
    found.append(told in page(reader, path))
    at("2026-11-22 12:00")
    shown = page(reader, path)
    assert [*found, told in shown, "1 scan has pages that nobody has sorted, since Tue 17 Nov 2026" in shown] == [
        False,
        False,
        True,
        True,
    ]
    assert told not in page(staff(Role.MANAGER, elsewhere), path)


def _numbers(*cases: Case) -> list[str]:
    return [case.number for case in cases]


def test_receipts_go_out_as_csv_without_a_person() -> None:
    case, document = with_passport()
    clerk = staff(Role.CLERK, case.desk, first_name="Hanako", last_name="Sato")
    destroy_document(case.pk, document.pk, by=clerk, reason=DestroyReason.NOT_OURS)
    outbox.drain()
    manager = staff(Role.MANAGER, case.desk)
    answer = signed_in(manager, "en").get("/manager/papers.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text))
    told = dict(zip(head, row, strict=True))
    assert told.pop("Checked by")
    assert told == {
        "Case": case.number,
        "Desk": str(case.desk),
        "Paper": str(_kind(case)),
        "Result of the check": "Accepted",
        "Last checked on": "2026-11-17",
        "Number of pages": "0",
        "Destroyed on": "2026-11-17",
        "Destroyed by": str(clerk),
        "Reason": "It does not belong to this case",
        "Files": "1",
        "Files confirmed gone": "1",
        "Confirmed on": "2026-11-17",
    }
    assert "山田" not in text
    assert ViewEvent.objects.filter(user=manager, subject=ViewSubject.EXPORT, desk=case.desk).count() == 1


def _kind(case: Case) -> object:
    with override("en"):
        return str(EVIDENCE[case.items.filter(purpose="identity").first().evidence].label)
