"""kill -9 of web and worker while people work: after the restart nothing is lost, and nothing is there twice."""

import json
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from threading import Thread

import pytest

from tests.browser.pictures import passport
from tests.browser.product import until
from tests.browser.visitor import STAFF_PASSWORD
from tests.faults.requester import CHECK, RECEIPT, Answer, Requester

pytestmark = [pytest.mark.real_time, pytest.mark.lanes]

# seconds after three forms were sent off at which the web process is killed; their answers take 0.05 to 0.4 s
MOMENTS = (0.02, 0.1)
LETTERS = "SELECT serial, pdf_sha256 <> '' FROM dsr_letter ORDER BY serial"
DELIVERIES = "SELECT count(*) FROM dsr_delivery d JOIN dsr_case c ON c.id = d.case_id WHERE c.number = ?"


@dataclass
class Case:
    """One case as its requester and its desk know it."""

    number: str
    secret: str
    id: str


def cases_in(product, *states):
    """Return a case for each state that it came as far as."""
    return [Case(*found) for found in json.loads(product.python("-m", "tests.browser.stage", *states))]


def sign_in(product, name):
    member = Requester(product.port)
    member.get("/accounts/login/")
    answer = member.post("/accounts/login/", {"login": name, "password": STAFF_PASSWORD})
    assert (answer.status, answer.location) == (302, "/staff/")
    return member


def actions_of(product, number):
    return Counter(action for _actor, action, _facts in product.journal(number))


class Sending:
    """A form that somebody sends, perhaps into a dying server, and sends again."""

    def __init__(self, person: Requester, path: str, fields: dict[str, str] | None = None) -> None:
        self.person, self.path, self.fields = person, path, fields

    def into_the_dark(self) -> None:
        with suppress(OSError, HTTPException):
            self.person.again().post(self.path, self.fields)

    def again(self) -> Answer:
        return self.person.post(self.path, self.fields)


def kill_in_the_middle(product, moment, *sendings):
    """Kill the web process some time after forms were sent off, and wait for the next one."""
    threads = [Thread(target=sending.into_the_dark) for sending in sendings]
    for thread in threads:
        thread.start()
    time.sleep(moment)
    old = product.kill("web")
    for thread in threads:
        thread.join()
    product.wait_for_another("web", old)
    until(product.is_ready, "ready again")


def the_books_are_right(product):
    """See that all rows, files, mails and numbers agree, whatever happened before."""
    until(lambda: product.unsent() == 0, "everything is done")
    assert product.value("SELECT count(*) FROM dsr_outboxmessage WHERE dead_at IS NOT NULL OR failure <> ''") == 0
    assert product.value("SELECT count(*) FROM dsr_document WHERE status <> 'ready'") == 0
    assert product.value("SELECT count(*) FROM dsr_page") == product.value("SELECT count(*) FROM dsr_document")
    serials = [serial for serial, _rendered in product.rows(LETTERS)]
    assert product.rows(LETTERS) == [(serial, 1) for serial in range(1, len(serials) + 1)]
    mails = {mail["Message-ID"] for mail in product.mails()}
    assert len(mails) == product.mail_rows()
    stored = json.loads(product.python("-m", "tests.browser.stage", "files"))
    assert (stored["rows without a file"], stored["left without a row"], stored["lost by the sweep"]) == (0, 0, 0)
    assert product.manage("check_journal") == "The journal is whole.\n"


def test_what_is_sent_again_after_a_kill_of_the_web_process_happens_once(product):
    cases = cases_in(product, *["decided"] * len(MOMENTS), *["released"] * len(MOMENTS))
    before = product.value("SELECT count(*) FROM dsr_case")
    reviewer = sign_in(product, "reviewer")
    for round_, moment in enumerate(MOMENTS):
        decided, released = cases[round_], cases[round_ + len(MOMENTS)]
        asking, fetching = Requester(product.port), Requester(product.port)
        asking.fill_in(passport())
        fetching.open(released.number, released.secret)
        reviewer.get(f"/staff/cases/{decided.id}/letter/")
        seen = {"seen": str(len(product.journal(decided.number)))}
        sent = Sending(asking, CHECK)
        approved = Sending(reviewer, f"/staff/cases/{decided.id}/letter/approve/", seen)
        fetched = Sending(fetching, "/follow/case/reply/")
        kill_in_the_middle(product, moment, sent, approved, fetched)

        # the pages are still open, and their buttons are pressed once more
        assert sent.again().location == RECEIPT
        assert approved.again().status in {302, 409}
        assert fetched.again().body[:5] == b"%PDF-"
        assert product.value("SELECT count(*) FROM dsr_case") == before + round_ + 1
        asking.open(*asking.receipt())
        assert actions_of(product, decided.number)["approve_letter"] == 1
        assert (product.state(released.number), product.value(DELIVERIES, released.number)) == ("replied", 1)
        assert actions_of(product, released.number)["mark_replied"] == 1
    the_books_are_right(product)


def test_what_killed_workers_had_begun_is_finished_once(product):
    product.kill_everything()
    cases = cases_in(product, *["approved"] * 3, *["received"] * 4)
    product.start_up()
    for _ in range(3):
        waiting = product.unsent()
        # in the middle of the work: when the next thing is done, and the one after it begins
        until(lambda waiting=waiting: product.unsent() < waiting, "the worker has begun")
        product.wait_for_another("worker", product.kill("worker"))
        product.let_leases_end()
    product.kill_everything()
    product.let_leases_end()
    product.start()
    the_books_are_right(product)
    assert [product.documents(case.number) for case in cases] == [["ready"]] * 7
    done = sum((actions_of(product, case.number) for case in cases), Counter())
    assert (done["record_rebuild"], done["approve_letter"], done["attach_pdf"]) == (7, 3, 3)
