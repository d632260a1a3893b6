"""The follow page: right number and secret open it, everything else sounds the same, and little is told."""

from statistics import median
from time import perf_counter

import pytest
from django.core.signing import get_cookie_signer
from django.http import HttpResponse

from dsr.actions.describing import Particulars, describe_document
from dsr.actions.documents import record_rebuild
from dsr.actions.items import accept_item, ask_for_more, reject_item
from dsr.actions.letters import approve_letter
from dsr.actions.reply import send_reply, withdraw
from dsr.effects import outbox
from dsr.models import Case, CaseEvent, Delivery
from dsr.queries.follow import case_opened_by, followed_case
from dsr.vocabulary import Impersonal, RejectReason, Role, State
from dsr.web.public import throttle
from dsr.web.public.follow_session import FollowSession
from tests.factories import YAMADA, case_in, desk, received, staff
from tests.web.public.visitor import Visitor, errors, file, picture

CASE_URL = "/follow/case/"
NOT_RIGHT = {"id_number": "The case number or the secret code is not right, or the case is closed."}
UNKNOWN = "DSR-26-0000-0000-0"
NO_SECRET = "-".join(["0000"] * 7)


class Follower(Visitor):
    """Somebody with a receipt."""

    def enter(self, number, secret, **headers):
        return self.client.post("/follow/", {"number": number, "secret": secret}, **headers)

    def page(self):
        return self.client.get(CASE_URL)


@pytest.fixture
def follower(desks):
    return Follower()


@pytest.fixture
def receipt(desks):
    return received()


@pytest.fixture
def opened(follower, receipt):
    """Return somebody who has opened the case of the receipt."""
    follower.enter(receipt.case.number, receipt.secret)
    return follower


def spoilt(text):
    return text[:-1] + ("0" if text[-1] != "0" else "1")


def test_opens_with_number_and_secret(follower, receipt):
    assert follower.enter(receipt.case.number, receipt.secret).url == CASE_URL
    assert receipt.case.number in follower.page().text


TOLERATED = [
    str.lower,
    lambda text: text.replace("-", " "),
    lambda text: text.replace("-", ""),
    lambda text: text.replace("0", "O").replace("1", "l"),
    lambda text: text.translate({ord(c): ord(c) + 0xFEE0 for c in text if "!" <= c <= "~"}),
    lambda text: f"  {text}\u3000",
]


@pytest.mark.parametrize("written", TOLERATED, ids=["lower", "spaces", "joined", "O and l", "full width", "blanks"])
def test_reads_a_receipt_as_people_copy_it(follower, receipt, written):
    assert follower.enter(written(receipt.case.number), written(receipt.secret)).url == CASE_URL


def test_takes_the_number_from_the_address_and_nothing_else(follower, receipt):
    page = follower.client.get(f"/follow/?number={receipt.case.number}&secret={receipt.secret}").text
    assert (receipt.case.number in page, receipt.secret in page.replace("&amp;", "&").split("<main")[1]) == (
        True,
        False,
    )


def test_sounds_the_same_for_every_wrong_pair(follower, receipt):
    gone = received(desk=desk())
    withdraw(gone.case.pk, by=Impersonal.REQUESTER)
    pairs = [
        (UNKNOWN, receipt.secret),
        (receipt.case.number, NO_SECRET),
        (receipt.case.number, spoilt(receipt.secret)),
        (gone.case.number, gone.secret),
        ("nonsense", "nonsense"),
        (receipt.case.number, "あ"),
    ]
    answers = [follower.enter(*pair) for pair in pairs]
    assert [(answer.status_code, errors(answer), "dsr_follow" in answer.cookies) for answer in answers] == [
        (400, NOT_RIGHT, False)
    ] * len(pairs)


def test_takes_as_long_for_an_unknown_case_as_for_a_wrong_secret(receipt):
    def spent(number):
        began = perf_counter()
        assert case_opened_by(number, NO_SECRET) is None
        return perf_counter() - began

    times = {number: [] for number in (UNKNOWN, receipt.case.number)}
    for _sample in range(100):
        for number, samples in times.items():
            samples.append(spent(number))
    unknown, known = (median(samples) for samples in times.values())
    assert abs(unknown - known) < 0.005


@pytest.mark.parametrize("text", ["x" * 1_000_000, "0" * 201])
def test_hashes_nothing_that_is_far_too_long(follower, receipt, text):
    response = follower.enter(receipt.case.number, text)
    assert (response.status_code, list(errors(response))) == (400, ["id_secret"])


def test_names_an_empty_field(follower):
    assert errors(follower.enter("", "")) == {
        "id_number": "Fill in “Case number”.",
        "id_secret": "Fill in “Secret code”.",
    }


# -- throttling


def test_lets_a_visitor_wait_after_ten_wrong_tries(follower, receipt, at):
    at("2026-11-17 10:00")
    answers = [follower.enter(receipt.case.number, NO_SECRET).status_code for _try in range(11)]
    assert answers == [400] * 10 + [429]
    waiting = follower.enter(receipt.case.number, receipt.secret)
    assert (waiting.status_code, 0 < int(waiting["Retry-After"]) <= 901) == (429, True)
    at("2026-11-17 10:16")
    assert follower.enter(receipt.case.number, receipt.secret).url == CASE_URL


def test_never_locks_the_owner_out(receipt):
    """P4: guesses from a hundred addresses end in 429 for the guessers, and the owner's pair still opens."""
    guesser = Follower()
    statuses = {
        guesser.enter(receipt.case.number, NO_SECRET, REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(100)
    }
    assert statuses == {400, 429}
    assert Follower().enter(receipt.case.number, receipt.secret, REMOTE_ADDR="198.51.100.7").url == CASE_URL


def test_counts_a_whole_ipv6_network_as_one(follower, receipt):
    for number in range(10):
        follower.enter(receipt.case.number, NO_SECRET, REMOTE_ADDR=f"2001:db8:1:2::{number}")
    assert follower.enter(receipt.case.number, receipt.secret, REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    assert follower.enter(receipt.case.number, receipt.secret, REMOTE_ADDR="2001:db8:1:3::1").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "1.2.3.4", "127.0.0.1"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (2, "1.2.3.4", "127.0.0.1"),
        (1, "nonsense", "unknown"),
        (1, "", "unknown"),
    ],
)
def test_believes_only_its_own_proxies(rf, settings, proxies, forwarded, expected):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert throttle.visitor(rf.get("/", headers={"x-forwarded-for": forwarded})) == expected


# -- the session


def test_asks_again_after_twenty_idle_minutes_or_an_hour(follower, receipt, at):
    at("2026-11-17 10:00")
    follower.enter(receipt.case.number, receipt.secret)
    seen = []
    for moment in ("10:19", "10:38", "10:57", "11:01"):
        at(f"2026-11-17 {moment}")
        seen.append(follower.page().status_code)
    follower.enter(receipt.case.number, receipt.secret)
    at("2026-11-17 11:22")
    seen.append(follower.page().status_code)
    assert seen == [200, 200, 200, 302, 302]


@pytest.mark.parametrize("value", ["x", "a.b.c", ":::", "1234"])
def test_believes_no_forged_cookie(follower, receipt, value):
    follower.client.cookies["dsr_follow"] = value
    assert follower.page().url == "/follow/?ended=1"
    follower.client.cookies["dsr_follow"] = get_cookie_signer(salt="dsr_follow" + "other").sign(value)
    assert follower.page().url == "/follow/?ended=1"


def test_opens_another_cookie_each_time(follower, receipt):
    cookies = set()
    for _time in range(3):
        follower.enter(receipt.case.number, receipt.secret)
        cookies.add(follower.client.cookies["dsr_follow"].value)
    assert len(cookies) == 3
    cookie = follower.client.cookies["dsr_follow"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/follow/", True, "Lax")


def test_closes_one_case_when_another_is_opened(opened, receipt):
    other = received()
    opened.enter(other.case.number, other.secret)
    item = receipt.case.items.first()
    assert other.case.number in opened.page().text
    assert opened.client.get(f"{CASE_URL}add/{item.pk}/").status_code == 404


def test_leaves_nothing_behind(opened):
    left = opened.client.post("/follow/leave/")
    assert (left.url, left["Clear-Site-Data"], left["Cache-Control"]) == (
        "/follow/?left=1",
        '"cache", "storage"',
        "private, no-store",
    )
    assert opened.page().url == "/follow/?ended=1"


def test_ends_politely_when_the_case_is_gone(opened, receipt, monkeypatch):
    monkeypatch.setattr("dsr.web.public.views.following.followed_case", lambda _case_id: None)
    assert opened.page().url == "/follow/?ended=1"


def test_no_page_is_kept_by_the_browser(opened, receipt):
    item = receipt.case.items.get(code="identity_of_principal")
    pages = [CASE_URL, f"{CASE_URL}add/{item.pk}/", f"{CASE_URL}withdraw/", "/follow/"]
    assert {opened.client.get(page)["Cache-Control"] for page in pages} == {"private, no-store"}


# -- what is told


def test_tells_neither_who_nor_what(opened, receipt):
    page = opened.page().text
    told = [
        text
        for text in (
            YAMADA.name,
            YAMADA.kana,
            YAMADA.birth_date,
            YAMADA.address,
            YAMADA.email,
            YAMADA.phone,
            "会員情報のすべて",
        )
        if text in page
    ]
    assert told == []
    assert ("山* 太*" in page, "t***@e***.com" in page, "***-***-*000" in page) == (True, True, True)


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (State.RECEIVED, ["done", "current", "todo", "todo"]),
        (State.IDENTITY_VERIFIED, ["done", "done", "current", "todo"]),
        (State.DECIDED, ["done", "done", "done", "current"]),
        (State.REPLIED, ["done", "done", "done", "done"]),
        (State.WITHDRAWN, ["done", "current"]),
    ],
)
def test_shows_how_far_a_case_is(desks, state, steps):
    assert [step.status for step in followed_case(case_in(state).pk).steps] == steps


def test_says_what_is_missing_why_and_every_way_to_satisfy(opened, receipt):
    clerk = staff(Role.CLERK)
    item = receipt.case.items.get(code="identity_of_principal")
    reject_item(receipt.case.pk, item.pk, by=clerk, reason=RejectReason.EXPIRED)
    ask_for_more(receipt.case.pk, by=clerk)
    page = opened.page().text
    assert "What you sent could not be used: The document is no longer valid." in page
    for way in ("Any one of these:", "Driver’s licence", "Copy both sides", "Passport", "Pension handbook"):
        assert way in page.replace("&#x27;", "’"), way
    assert f'href="{CASE_URL}add/{item.pk}/"' in page


def test_says_of_an_ended_paper_what_took_its_place_and_says_it_once(opened, receipt):
    clerk = staff(Role.CLERK)
    item = receipt.case.items.get(code="identity_of_principal")
    opened.client.post(f"{CASE_URL}add/{item.pk}/", {"document": picture()})
    read = Particulars(kind="alien_registration_certificate")
    describe_document(receipt.case.pk, receipt.case.documents.get().pk, by=clerk, particulars=read)
    ended = "Certificate of alien registration: no longer valid. Its last day was 8 July 2015. Send one of these: Residence card"
    for reason, generic in ((RejectReason.EXPIRED, 0), (RejectReason.NAME_DIFFERS, 1)):
        reject_item(receipt.case.pk, item.pk, by=clerk, reason=reason)
        page = opened.page().text
        assert (page.count(ended), page.count("What you sent could not be used:")) == (1, generic), reason


def test_says_when_a_file_could_not_be_opened(opened, receipt):
    item = receipt.case.items.get(code="identity_of_principal")
    opened.client.post(f"{CASE_URL}add/{item.pk}/", {"document": file("a.pdf", b"%PDF-1.7" + b"0" * 2000)})
    record_rebuild(receipt.case.documents.get().pk, [], failure="damaged")
    reject_item(receipt.case.pk, item.pk, by=staff(Role.CLERK), reason=RejectReason.UNREADABLE)
    assert "A file could not be opened." in opened.page().text


# -- what may be done


def test_adds_a_file_to_a_line(opened, receipt):
    item = receipt.case.items.get(code="identity_of_principal")
    response = opened.client.post(f"{CASE_URL}add/{item.pk}/", {"document": picture()})
    assert response.url == CASE_URL
    [document] = receipt.case.documents.all()
    assert (document.item_id, document.name, document.added_by_staff) == (item.pk, "licence.jpg", False)
    assert "The file has arrived." in opened.page().text
    assert CaseEvent.objects.latest("seq").actor == "requester"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty. Please choose the file again."),
        (b"MZ" + b"0" * 2000, "This is a file of type EXE. Please send a JPEG, PNG or HEIC picture or a PDF."),
        (None, "Choose a file for “Copy or photograph”."),
    ],
)
def test_refuses_a_wrong_file(opened, receipt, data, sentence):
    item = receipt.case.items.get(code="identity_of_principal")
    response = opened.client.post(
        f"{CASE_URL}add/{item.pk}/", {"document": file("a.jpg", data)} if data is not None else {}
    )
    assert (response.status_code, errors(response)) == (422, {"id_document": sentence})
    assert receipt.case.documents.count() == 0


def test_takes_no_file_for_a_settled_line(opened, receipt):
    item = receipt.case.items.get(code="identity_of_principal")
    accept_item(receipt.case.pk, item.pk, by=staff(Role.CLERK), evidence=item.any_of[0])
    assert opened.client.get(f"{CASE_URL}add/{item.pk}/").status_code == 404
    assert opened.client.post(f"{CASE_URL}add/{item.pk}/", {"document": picture()}).status_code == 404


def test_says_that_no_more_files_can_be_added(opened, receipt, monkeypatch):
    monkeypatch.setattr("dsr.actions.documents.MAX_DOCUMENTS", 0)
    item = receipt.case.items.get(code="identity_of_principal")
    response = opened.client.post(f"{CASE_URL}add/{item.pk}/", {"document": picture(), "back": CASE_URL})
    assert response.url == CASE_URL
    assert "No more documents can be added to this case." in opened.page().text


def test_asks_before_it_withdraws(opened, receipt):
    assert "Withdraw the request?" in opened.client.get(f"{CASE_URL}withdraw/").text
    assert Case.objects.get().state == State.RECEIVED
    assert opened.client.post(f"{CASE_URL}withdraw/").url == CASE_URL
    assert Case.objects.get().state == State.WITHDRAWN
    assert "Your request is withdrawn." in opened.page().text
    assert opened.client.post(f"{CASE_URL}withdraw/", {"back": CASE_URL}).url == CASE_URL
    assert CaseEvent.objects.filter(action="withdraw").count() == 1


@pytest.fixture
def released(follower):
    """Return somebody who has opened a case whose reply is released."""
    decided = case_in(State.DECIDED)
    approve_letter(decided.pk, by=staff(Role.REVIEWER))
    outbox.drain()
    send_reply(decided.pk, by=staff(Role.CLERK))

    answer = FollowSession.open(decided).write(HttpResponse())
    follower.client.cookies["dsr_follow"] = answer.cookies["dsr_follow"].value
    return follower


def test_hands_the_reply_over_and_records_it_once(released):
    first = released.client.post(f"{CASE_URL}reply/")
    assert (first.status_code, first["Content-Type"], first.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert {
        name: first[name]
        for name in ("Content-Disposition", "X-Content-Type-Options", "Cache-Control", "Referrer-Policy")
    } == {
        "Content-Disposition": 'attachment; filename="reply.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
    }
    assert released.client.post(f"{CASE_URL}reply/").content == first.content
    [delivery] = Delivery.objects.all()
    assert (delivery.channel, delivery.case.state) == ("follow_page", State.REPLIED)


def test_shows_that_the_reply_is_ready(released):
    assert "Download the reply (PDF)" in released.page().text


def test_looking_is_not_fetching(released):
    """TM35: whatever opens addresses by itself changes nothing."""
    before = list(CaseEvent.objects.values_list("pk", flat=True))
    paths = [CASE_URL, f"{CASE_URL}withdraw/", f"{CASE_URL}reply/", "/follow/leave/", "/follow/"]
    assert [released.client.get(path).status_code for path in paths] == [200, 200, 405, 405, 200]
    assert list(CaseEvent.objects.values_list("pk", flat=True)) == before


def test_hands_nothing_over_before_it_is_released(opened):
    response = opened.client.post(f"{CASE_URL}reply/", {"back": CASE_URL})
    assert (response.url, Delivery.objects.count()) == (CASE_URL, 0)


def test_changes_nothing_when_the_file_cannot_be_read(released, monkeypatch):
    monkeypatch.setattr("dsr.storage.get", lambda _key: b"not what was stored")
    response = released.client.post(f"{CASE_URL}reply/")
    assert (response.status_code, Delivery.objects.count()) == (503, 0)


@pytest.mark.parametrize("path", [CASE_URL, f"{CASE_URL}withdraw/", f"{CASE_URL}reply/"])
def test_asks_strangers_for_number_and_secret(follower, path):
    method = follower.client.post if path.endswith("reply/") else follower.client.get
    assert method(path).url == "/follow/?ended=1"


def test_stays_on_the_site_when_the_language_changes(opened):
    """P12."""
    for target, expected in (("//evil.example", "/"), ("https://evil.example/", "/"), (CASE_URL, CASE_URL)):
        assert opened.client.post("/i18n/setlang/", {"language": "ja", "next": target}).url == expected
