"""Masking without a script: boxes are numbers, each button draws them anew, and nothing is saved that was not seen."""

from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from dsr.actions.caseload import add_note
from dsr.actions.describing import Particulars, describe_document
from dsr.actions.documents import Noticed
from dsr.law.evidence import EVIDENCE
from dsr.models import Document, ViewEvent
from dsr.storage.sealed import get_sealed
from dsr.vocabulary import FindingCode, Role, ViewSubject
from dsr.web.staff.forms.masking import MOST_BOXES
from tests.factories import received, signed_in, staff
from tests.papers import ready

pytestmark = pytest.mark.django_db
SIDES = ("left", "top", "width", "height")
QR = Noticed(FindingCode.QR_CODE, 2, (700, 600, 200, 150))


def url(document: Document) -> str:
    return reverse("staff:mask_document", args=[document.case_id, document.pk])


def boxes(*rows: tuple) -> dict[str, str]:
    """Return fields as a browser sends them: page, left, top, width, height."""
    return {
        f"box{number}-{name}": str(value)
        for number, row in enumerate(rows, start=1)
        for name, value in zip(("page", *SIDES), row, strict=True)
    }


def shown(answer: HttpResponse) -> list[tuple]:
    """Return the boxes of the page that is shown, as its fields hold them."""
    return [tuple(row[name].value() for name in SIDES) for row in answer.context["board"].rows]


def drawn(answer: HttpResponse) -> list[str]:
    """Return the shapes on the picture."""
    return [part.partition("/>")[0] for part in answer.text.split('<rect class="mask-box" ')[1:]]


def press(browser: Client, document: Document, do: str, *rows: tuple, **more: str) -> HttpResponse:
    return browser.post(url(document), boxes(*rows) | {"do": do} | more)


def test_it_begins_with_a_box_around_what_was_found() -> None:
    document, browser = ready(received().case, pages=2, noticed=(QR,)), signed_in(staff())
    first = browser.get(url(document))
    assert (shown(first), first.context["board"].tabs) == ([], [(1, 0, True), (2, 1, False)])
    second = browser.get(url(document) + "?page=2")
    assert shown(second) == [("69", "59", "22", "17")]
    assert drawn(second) == ['x="690" y="590" width="220" height="170"']
    assert second.context["board"].form.as_drawn == "2:690,590,220,170"


def test_each_button_keeps_what_was_typed() -> None:
    document, browser = ready(received().case, pages=2), signed_in(staff())
    typed = (1, "10", "20.5", "30", "4")
    answer = press(browser, document, "add", typed)
    assert shown(answer) == [("10", "20.5", "30", "4"), ("35", "45", "30", "10")]
    answer = press(browser, document, "remove-box1", typed, (1, "1", "2", "3", "4"))
    assert shown(answer) == [("1", "2", "3", "4")]
    # the boxes of another page travel along, hidden
    answer = press(browser, document, "show-2", typed, (2, "1", "2", "3", "4"), shown="1")
    assert (shown(answer), answer.context["board"].page.number) == ([("1", "2", "3", "4")], 2)
    assert '<input type="hidden" name="box1-top" value="20.5"' in answer.text
    answer = press(browser, document, "add", typed, shown="2")
    assert answer.context["board"].tabs == [(1, 1, False), (2, 1, True)]
    assert (answer.status_code, Document.objects.get().masked_at) == (200, None)


def test_a_number_that_is_wrong_is_marked_and_the_page_is_not_left() -> None:
    document, browser = ready(received().case, pages=2), signed_in(staff(), "en")
    answer = press(browser, document, "show-2", (1, "90", "0", "20", "10"), shown="1")
    assert answer.context["board"].page.number == 1
    assert "The box reaches over the edge of the page." in answer.text
    assert (shown(answer), drawn(answer)) == ([("90", "0", "20", "10")], [])


# left, top, width, height -> which field is marked
WRONG = [
    (("", "0", "10", "10"), "left"),
    (("0", "abc", "10", "10"), "top"),
    (("-1", "0", "10", "10"), "left"),
    (("0", "0", "100.1", "10"), "width"),
    (("0", "0", "10.05", "10"), "width"),
    (("0", "0", "1e1000", "10"), "width"),
    (("0", "0", "NaN", "10"), "width"),
    (("0", "0", "0", "10"), "width"),
    (("0", "0", "10", "0.0"), "height"),
    (("90.1", "0", "10", "10"), "width"),
    (("0", "50", "10", "50.1"), "height"),
]


@pytest.mark.parametrize(("typed", "marked"), WRONG)
def test_a_box_that_is_none_is_refused_beside_its_field(typed: tuple, marked: str) -> None:
    document, browser = ready(received().case), signed_in(staff(), "en")
    answer = press(browser, document, "save", (1, *typed), (1, "1", "1", "1", "1"), confirmed="on")
    assert (answer.status_code, Document.objects.get().masked_at) == (422, None)
    row = answer.context["board"].rows[0]
    assert (set(row.errors), shown(answer)[0]) == ({marked}, typed)
    assert "Correct the numbers of the boxes that are marked below." in answer.text


@pytest.mark.parametrize("page", ["0", "3", "-1", "x", "", "²"])
def test_a_box_on_a_page_that_is_not_there_is_refused(page: str) -> None:
    document, browser = ready(received().case, pages=2), signed_in(staff())
    row = (page, "1", "1", "1", "1")
    answer = press(browser, document, "save", row, confirmed="on", drawn=f"{page}:10,10,10,10")
    assert (answer.status_code in (409, 422), Document.objects.get().masked_at) == (True, None)


SAVED = [
    ({}, "Draw at least one box."),
    ({"rows": [(1, "10", "10", "10", "10")]}, "The boxes were changed after the picture was drawn."),
    ({"rows": [(1, "10", "10", "10", "10")], "drawn": "1:100,100,100,101"}, "The boxes were changed after"),
    (
        {"rows": [(1, "10", "10", "10", "10")], "drawn": "1:100,100,100,100", "confirmed": ""},
        "Confirm that you have looked at every page.",
    ),
]


@pytest.mark.parametrize(("sent", "words"), SAVED)
def test_nothing_is_burned_in_that_was_not_seen_and_confirmed(sent: dict, words: str) -> None:
    document, browser = ready(received().case), signed_in(staff(), "en")
    sent = {"confirmed": "on"} | sent
    rows = sent.pop("rows", [])
    answer = press(browser, document, "save", *rows, **sent)
    assert (answer.status_code, words in answer.text, Document.objects.get().masked_at) == (422, True, None)
    assert shown(answer) == [tuple(row[1:]) for row in rows]


def test_boxes_that_were_seen_and_confirmed_are_burned_in() -> None:
    document, clerk = ready(received().case, pages=2, noticed=(QR,)), staff()
    browser = signed_in(clerk, "en")
    rows = [(1, "0", "0", "50", "50"), (2, "69", "59", "22", "17")]
    seen = press(browser, document, "draw", *rows).context["board"].form.as_drawn
    answer = press(browser, document, "save", *rows, drawn=seen, confirmed="on")
    assert answer["Location"] == reverse("staff:document", args=[document.case_id, document.pk])
    page = browser.get(answer["Location"]).text
    assert ("The document is masked." in page, "Look at this first" in page) == (True, False)
    row = Document.objects.get()
    key = row.open_file_key()
    first = Image.open(BytesIO(get_sealed(row.pages.get(number=1).key, key)))
    assert (first.getpixel((199, 124)), first.getpixel((200, 125)) == (0, 0, 0)) == ((0, 0, 0), False)


def test_a_refusal_keeps_the_boxes() -> None:
    document, browser = ready(received().case), signed_in(staff(), "en")
    seen = document.case.last_seq
    add_note(document.case_id, "in der Zwischenzeit", by=staff())
    sent = {"drawn": "1:100,100,100,100", "confirmed": "on"}
    answer = press(browser, document, "save", (1, "10", "10", "10", "10"), seen=str(seen), **sent)
    assert (answer.status_code, "Somebody changed this case in the meantime." in answer.text) == (409, True)
    assert (shown(answer), drawn(answer)) == ([("10",) * 4], ['x="100" y="100" width="100" height="100"'])
    again = answer.context["board"].form["seen"].value()
    answer = press(browser, document, "save", (1, "10", "10", "10", "10"), seen=again, **sent)
    assert answer.status_code == 302


def test_the_usual_places_of_a_kind_are_offered_and_added() -> None:
    document, browser = ready(received().case), signed_in(staff(), "en")
    read = Particulars(kind="eligibility_certificate")
    describe_document(document.case_id, document.pk, by=staff(), particulars=read)
    answer = browser.get(url(document))
    offered = [preset.code for preset in answer.context["board"].presets]
    assert offered == ["eligibility_certificate.front", "eligibility_certificate.back"]
    assert "Has to be black on this kind of paper:" in answer.text
    answer = press(browser, document, "offer-eligibility_certificate.front", (1, "1", "2", "3", "4"))
    assert len(shown(answer)) == 4
    assert shown(answer)[0] == ("1", "2", "3", "4")
    assert len(drawn(answer)) == 4
    assert press(browser, document, "offer-library_card.front").context["board"].rows == []


def test_without_a_kind_all_papers_of_the_line_are_offered() -> None:
    case = received().case
    document = ready(case, item=case.items.get(purpose="identity"))
    answer = signed_in(staff(), "en").get(url(document))
    codes = {preset.code.partition(".")[0] for preset in answer.context["board"].presets}
    assert codes <= set(document.item.any_of)
    assert "eligibility_certificate" in codes
    wanted = {mark for code in document.item.any_of if code in EVIDENCE for mark in EVIDENCE[code].must_mask}
    assert set(answer.context["board"].wanted) == wanted


def test_more_boxes_than_anybody_draws_are_cut_off() -> None:
    document, browser = ready(received().case), signed_in(staff())
    answer = press(browser, document, "add", *[(1, "1", "1", "1", "1")] * (MOST_BOXES + 5))
    assert len(shown(answer)) == MOST_BOXES


def test_every_drawing_is_on_record() -> None:
    document, clerk = ready(received().case), staff(Role.REVIEWER)
    browser = signed_in(clerk)
    browser.get(url(document))
    press(browser, document, "add")
    looks = [(look.subject, look.object_id, look.user) for look in ViewEvent.objects.all()]
    assert looks == [(ViewSubject.CASE, str(document.pk), clerk)] * 2


def test_the_page_carries_no_style_of_its_own() -> None:
    document, browser = ready(received().case, noticed=(QR,)), signed_in(staff())
    page = press(browser, document, "add").text
    assert (" style=" in page, "<style" in page, 'viewBox="0 0 1000 1000"' in page) == (False, False, True)
