"""A worker that dies at any step of its work: what it began is finished by the next one, once."""

import json
from collections import Counter

import pytest

from tests.browser.product import until

pytestmark = [pytest.mark.real_time, pytest.mark.lanes]


def letters_of(product, number):
    return product.rows(
        "SELECT l.number, l.pdf_sha256 <> '' FROM dsr_letter l JOIN dsr_case c ON c.id = l.case_id WHERE c.number = ?",
        number,
    )


def pages_of(product, number):
    return product.value(
        "SELECT count(*) FROM dsr_page p JOIN dsr_document d ON d.id = p.document_id JOIN dsr_case c ON c.id = d.case_id"
        " WHERE c.number = ?",
        number,
    )


def once(product, number, action):
    return Counter(done for _actor, done, _facts in product.journal(number))[action]


def test_a_worker_that_dies_at_any_step_loses_nothing_and_doubles_nothing(product):
    product.kill_everything()
    numbers = json.loads(product.python("-m", "tests.browser.stage", "crash"))
    product.let_leases_end()
    product.start()
    until(lambda: product.unsent() == 0, "everything that was begun is done")

    of_documents = [number for point, number in numbers.items() if point.startswith("document")]
    of_letters = {point: number for point, number in numbers.items() if point.startswith("letter")}
    for number in numbers.values():
        assert (product.documents(number), pages_of(product, number)) == (["ready"], 1)
        assert (once(product, number, "submit_request"), once(product, number, "record_rebuild")) == (1, 1)
    assert len(of_documents) == 4
    assert [letters_of(product, number) for number in of_letters.values()] == [
        [(f"OSD-{product.today.year}-{serial:04d}", 1)] for serial in range(1, 5)
    ]
    assert [once(product, number, "attach_pdf") for number in of_letters.values()] == [1] * 4
    assert [letters_of(product, number) for point, number in numbers.items() if point not in of_letters] == [[]] * 6
    _mails_went_once(product, numbers)

    stored = json.loads(product.python("-m", "tests.browser.stage", "files"))
    # two deaths between file and row for documents, two for letters: swept in the night, and nothing else with them
    assert list(stored.values()) == [0, 4, 4, 0, 0]
    assert product.manage("check_journal") == "The journal is whole.\n"


def _mails_went_once(product, numbers):
    """One mail per row. The one whose sender died after sending comes again as the same mail, which readers show once."""
    copies = Counter(mail["Message-ID"] for mail in product.mails())
    assert (len(copies), sorted(copies.values())[-2:]) == (product.mail_rows(), [1, 2])
    again = [mail for mail in product.mails() if copies[mail["Message-ID"]] == 2]
    first, second = ((mail["To"], mail["Subject"], mail.get_content()) for mail in again)
    assert first == second
    assert numbers["mail: left, not marked"] in again[0]["Subject"]
