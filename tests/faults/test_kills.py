"""kill -9 of web and worker while people work: after the restart nothing is lost, nothing is there twice."""

import json
import time
from collections import Counter
from contextlib import suppress
from http.client import HTTPException
from threading import Thread

import pytest

from tests.browser.pictures import passport
from tests.browser.product import until
from tests.browser.visitor import STAFF_PASSWORD
from tests.faults.requester import CHECK, RECEIPT, Requester

pytestmark = pytest.mark.real_time

# seconds after a form was sent off at which the web process is killed; an answer takes 0.05 to 0.3 s
MOMENTS = [0.01, 0.05, 0.12]


@pytest.fixture
def requester(product):
    product.rest()
    return Requester(product.port)


@pytest.fixture
def reviewer(product):
    product.rest()
    member = Requester(product.port)
    member.get("/accounts/login/")
    answer = member.post("/accounts/login/", {"login": "reviewer", "password": STAFF_PASSWORD})
    assert (answer.status, answer.location) == (302, "/staff/")
    return member


def case_in(product, state):
    """Return number, secret and id of a case that came as far as a state."""
    return json.loads(product.python("-m", "tests.faults.stage", state))


def kill_in_the_middle_of(product, sending, moment):
    """Kill the web process some time after a form was sent off, and wait for the next one."""

    def send():
        with suppress(OSError, HTTPException):
            sending()

    thread = Thread(target=send)
    thread.start()
    time.sleep(moment)
    old = product.kill("web")
    thread.join()
    product.wait_for_another("web", old)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_request_that_is_sent_again_after_a_kill_is_one_case(product, requester, moment):
    before = product.value("SELECT count(*) FROM dsr_case")
    requester.fill_in(passport())
    kill_in_the_middle_of(product, lambda: requester.again().post(CHECK), moment)
    # the page that is still open: its button is pressed once more
    assert requester.post(CHECK).location == RECEIPT
    number, secret = requester.receipt()
    assert product.value("SELECT count(*) FROM dsr_case") == before + 1
    until(lambda: product.documents(number) == ["ready"], "the passport is rebuilt")
    until(lambda: product.unsent() == 0, "the mail has left")
    assert [actor for actor, action, _facts in product.journal(number) if action == "submit_request"] == ["requester"]
    requester.open(number, secret)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_letter_that_is_approved_again_after_a_kill_has_one_number(product, reviewer, moment):
    number, _secret, case_id = case_in(product, "decided")
    last = product.value("SELECT coalesce(max(serial), 0) FROM dsr_letter")
    case, approve = f"/staff/cases/{case_id}/", f"/staff/cases/{case_id}/letter/approve/"
    reviewer.get(f"{case}letter/")
    seen = str(len(product.journal(number)))
    kill_in_the_middle_of(product, lambda: reviewer.again().post(approve, {"seen": seen}), moment)
    # a refusal says that the letter is approved already
    assert reviewer.post(approve, {"seen": seen}).status in {302, 409}
    until(lambda: product.unsent() == 0, "the letter is rendered")
    assert product.rows("SELECT serial, pdf_sha256 <> '' FROM dsr_letter WHERE serial > ?", last) == [(last + 1, 1)]
    done = Counter(action for _actor, action, _facts in product.journal(number))
    assert (done["approve_letter"], done["attach_pdf"]) == (1, 1)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_reply_that_is_fetched_again_after_a_kill_is_delivered_once(product, requester, moment):
    number, secret, _case_id = case_in(product, "released")
    requester.open(number, secret)
    kill_in_the_middle_of(product, lambda: requester.again().post("/follow/case/reply/"), moment)
    requester.get("/follow/case/")
    answer = requester.post("/follow/case/reply/")
    assert (answer.status, answer.body[:5]) == (200, b"%PDF-")
    assert product.state(number) == "replied"
    assert [action for _actor, action, _facts in product.journal(number)].count("mark_replied") == 1
    deliveries = "SELECT count(*) FROM dsr_delivery d JOIN dsr_case c ON c.id = d.case_id WHERE c.number = ?"
    assert product.value(deliveries, number) == 1


def test_a_worker_that_is_killed_again_and_again_finishes_everything_once(product, requester):
    cases = [case_in(product, "approved")[0]] + [Requester(product.port).ask(passport())[0] for _ in range(5)]
    for _ in range(3):
        waiting = product.unsent()
        # at the next thing it has done
        until(lambda waiting=waiting: product.unsent() < waiting, "the worker has begun", patience=20)
        product.wait_for_another("worker", product.kill("worker"))
        product.let_leases_end()
    until(lambda: product.unsent() == 0, "everything is done")
    assert [product.documents(number) for number in cases] == [["ready"]] * 6
    assert product.rows("SELECT count(*), count(DISTINCT document_id) FROM dsr_page")[0][0] == product.value(
        "SELECT count(*) FROM dsr_document"
    )
    done = Counter(action for number in cases for _actor, action, _facts in product.journal(number))
    assert (done["record_rebuild"], done["attach_pdf"]) == (6, 1)


def test_everything_that_is_killed_at_once_comes_back_whole(product, requester):
    number, secret, _case_id = case_in(product, "approved")
    product.kill_everything()
    product.let_leases_end()
    product.start()
    until(lambda: product.unsent() == 0, "everything is done")
    letter = "SELECT count(*) FROM dsr_letter l JOIN dsr_case c ON c.id = l.case_id WHERE c.number = ? AND pdf_sha256 <> ''"
    assert product.value(letter, number) == 1
    requester.open(number, secret)


def test_after_all_kills_the_books_are_right(product):
    """Run last in this file: what all the kills above left behind, together."""
    until(lambda: product.unsent() == 0, "everything is done")
    assert product.value("SELECT count(*) FROM dsr_outboxmessage WHERE dead_at IS NOT NULL OR failure <> ''") == 0
    assert product.rows("SELECT status, count(*) FROM dsr_document WHERE status <> 'ready' GROUP BY 1") == []
    copies = Counter(mail["Message-ID"] for mail in product.mails())
    assert len(copies) == product.value("SELECT count(*) FROM dsr_outboxmessage WHERE topic LIKE 'mail.%'")
    assert product.rows("SELECT desk_id, year, serial FROM dsr_letter GROUP BY 1, 2, 3 HAVING count(*) > 1") == []
    stored = json.loads(product.python("-m", "tests.faults.stage", "files"))
    assert (stored["rows without a file"], stored["left without a row"], stored["lost by the sweep"]) == (0, 0, 0)
    assert product.manage("check_journal") == "The journal is whole.\n"
    assert product.get("/readyz")[0] == 200
