"""A request sent twice is one request."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.browser.pictures import passport
from tests.faults.requester import CHECK, FORM, RECEIPT, Requester

pytestmark = [pytest.mark.real_time, pytest.mark.lanes]
AT_ONCE = 10
TABLES = ("dsr_case", "dsr_document", "dsr_caseevent WHERE action = 'submit_request'", "dsr_outboxmessage")


@pytest.fixture
def made(product):
    """Count what the test made."""

    def counts():
        return [product.value(f"SELECT count(*) FROM {table}") for table in TABLES]

    before = counts()
    return lambda: [now - then for now, then in zip(counts(), before, strict=True)]


def test_ten_parallel_sends_make_one_case(product, made):
    requester = Requester(product.port)
    requester.fill_in(passport())
    twins = [requester.again() for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(lambda twin: twin.post(CHECK), twins))
    assert [(answer.status, answer.location) for answer in answers] == [(302, RECEIPT)] * AT_ONCE
    assert len({twin.receipt() for twin in twins}) == 1
    assert made() == [1, 1, 1, 2]


def test_ten_parallel_sends_without_a_paper_make_one_case(product, made):
    requester = Requester(product.port)
    requester.fill_in()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(lambda twin: twin.post(CHECK), [requester.again() for _ in range(AT_ONCE)]))
    assert {(answer.status, answer.location) for answer in answers} == {(302, RECEIPT)}
    assert made() == [1, 0, 1, 1]


def test_going_back_and_sending_again_shows_the_same_receipt(product, made):
    requester = Requester(product.port)
    first = requester.ask()
    assert requester.post(CHECK).location == RECEIPT
    assert requester.receipt() == first
    # the old form, still open in another tab
    assert requester.send("POST", FORM, *requester.form()).location == RECEIPT
    assert made() == [1, 0, 1, 1]
