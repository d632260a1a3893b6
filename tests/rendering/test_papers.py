"""The cover sheet of a case: a machine reads the number, a person reads it, and nobody is named."""

import subprocess

import page
import pytest

from dsr.cover_sheets import cover_code
from dsr.rendering.papers import compose_paper, print_paper
from tests.factories import received, signed_in, staff

NUMBER = "DSR-26-7KQ4-9M2X-C"
HOW = {
    "ja": "この表紙に続くページが、この案件に登録されます。",
    "en": "The pages that follow this sheet go to this case.",
}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_cover_sheet_is_one_accessible_page(language):
    pdf = print_paper("cover_sheet.html", language, number=NUMBER, desk="髙野 Ltd.", code=cover_code(NUMBER))
    report = page.validate_pdf_bytes(pdf.data, profile="ua1")
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf.data, capture_output=True, check=True).stdout.decode()
    words = " ".join(text.split())
    assert ([failure.message for failure in report.failures], pdf.pages) == ([], 1)
    assert NUMBER in words
    assert "髙野 Ltd." in words
    assert HOW[language].replace(" ", "") in words.replace(" ", "")


def test_the_same_words_are_rendered_once():
    sheets = [print_paper("cover_sheet.html", "en", number=NUMBER, desk=desk, code="x") for desk in ("A", "A", "B")]
    assert (sheets[0] is sheets[1], sheets[1] is sheets[2]) == (True, False)


def test_what_is_typed_is_printed_and_not_obeyed():
    shown = compose_paper("cover_sheet.html", "en", number=NUMBER, desk="<script>{{ 1 }}", code="x")
    assert "&lt;script&gt;{{ 1 }}" in shown


@pytest.mark.django_db
def test_staff_print_it_and_no_person_is_on_it():
    case = received().case
    answer = signed_in(staff()).get(f"/staff/cases/{case.pk}/cover-sheet.pdf")
    text = subprocess.run(["pdftotext", "-", "-"], input=answer.content, capture_output=True, check=True)
    words = text.stdout.decode()
    assert (case.number in words, "山田" in words, answer["Cache-Control"]) == (True, False, "private, no-store")
