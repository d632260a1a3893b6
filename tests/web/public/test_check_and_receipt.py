"""A last look, one click, one case, one receipt."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from dsr import crypto
from dsr.models import Case, CaseEvent, Document, Draft, OutboxMessage
from dsr.web.public import throttle
from tests.web.public.visitor import AGENT, ANSWERS, Visitor, picture

NAME = "principal-name"


def test_shows_everything_that_will_be_sent(visitor):
    visitor.send({"document_identity_of_principal": picture(), "category": "customers"})
    page = visitor.look().text
    shown = [
        *(ANSWERS[name] for name in ANSWERS if name.startswith("principal-") and "birth" not in name),
        "licence.jpg",
    ]
    assert [
        text for text in (*shown, "1 April 1980 (1980-04-01)", "会員登録の内容", "Customers") if text not in page
    ] == []
    assert Case.objects.count() == 0


def test_leads_every_answer_back_to_its_field(visitor):
    visitor.send()
    links = re.findall(r'class="summary-action"><a href="([^"]+)"', visitor.look().text)
    form = visitor.open().text
    anchors = {link.partition("#")[2] for link in links if "#" in link}
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in form] == []


def test_sends_what_was_shown(visitor):
    number, secret = visitor.ask({"document_identity_of_principal": picture(), "category": "customers"})
    case = Case.objects.get()
    assert (case.number, bytes(case.secret_hash)) == (number, crypto.hash_secret(secret))
    assert (case.channel, case.language, case.residence, case.reply_method) == ("web", "en", "JP", "electronic")
    assert case.rights.get().asked == {
        "scope": "Relation to the company: Customers\n会員登録の内容",
        "claimed_ground": "",
        "ground_details": "",
        "claimed_measure": "",
        "correction": "",
    }
    assert list(case.items.values_list("code", "status")) == [("identity_of_principal", "received")]
    assert [event.actor for event in CaseEvent.objects.all()] == ["requester"]
    assert Draft.objects.count() == 0


def test_sends_the_ground_that_was_claimed(visitor):
    visitor.ask(
        {
            "kinds": ["cease_use", "cease_provision"],
            "ground_cease_use": ["breach", "harm"],
            "details_cease_use": "2026年10月に漏えいの通知を受けました。",
            "measure_cease_use": ["erase", "stop_provision"],
            "ground_cease_provision": "other",
        }
    )
    words = ("claimed_ground", "ground_details", "claimed_measure")
    asked = {right.kind: [right.asked[word] for word in words] for right in Case.objects.get().rights.all()}
    assert asked == {
        "cease_use": ["breach,harm", "2026年10月に漏えいの通知を受けました。", "erase,stop_provision"],
        "cease_provision": ["other", "", ""],
    }


def test_serves_people_from_abroad_under_the_law_that_the_desk_serves(desks):
    Visitor("omron-software", "DE").ask()
    Visitor("citizen-systems-japan", "US-CA").ask({"kinds": ["ccpa_know"], "scope_ccpa_know": ""})
    Visitor("citizen-systems-japan", "GB").ask({"kinds": ["gdpr_access"]})
    Visitor("citizen-systems-japan", "ZZ").ask()
    assert list(Case.objects.order_by("created_at").values_list("residence", "regime")) == [
        ("DE", "JP-APPI"),
        ("US-CA", "US-CA"),
        ("GB", "UK"),
        ("ZZ", "JP-APPI"),
    ]


CAUTIONS = [
    pytest.param(
        {"scope_disclosure": "番号は 1234 5678 9018 です"}, ["This looks like a My Number"], id="F30 My Number"
    ),
    pytest.param(
        {"scope_disclosure": "１２３４５６７８９０１８"}, ["This looks like a My Number"], id="F30 full width"
    ),
    pytest.param({"scope_disclosure": "card 4242-4242-4242-4242"}, ["This looks like a card number"], id="F30 card"),
    pytest.param({"scope_disclosure": "order 123456789012, phone 03-1234-5678"}, [], id="other numbers"),
    pytest.param({"principal-email": "a@gmial.com"}, ["Is the e-mail address right?"], id="F12 slip"),
    pytest.param({"principal-email": "a@no-such-domain.example"}, [], id="F12 unknown domain"),
]


@pytest.mark.parametrize(("answers", "titles"), CAUTIONS)
def test_warns_and_never_stops(visitor, answers, titles):
    visitor.send(answers)
    assert re.findall(r'class="notice-title">([^<]+)<', visitor.look().text) == titles
    assert visitor.confirm().url == visitor.receipt_url


def test_shows_the_form_again_when_the_draft_has_become_wrong(visitor):
    visitor.send({NAME: ""})
    response = visitor.look()
    assert (response.status_code, f'action="{visitor.form_url.replace("&", "&amp;")}"' in response.text) == (422, True)
    assert visitor.confirm().status_code == 422
    assert Case.objects.count() == 0


def test_shows_the_same_receipt_again_and_then_no_more(visitor, at):
    at("2026-11-17 10:00")
    first = visitor.ask()
    assert visitor.receipt() == first
    at("2026-11-17 10:29")
    assert visitor.receipt() == first
    at("2026-11-17 10:31")
    page = visitor.client.get(visitor.receipt_url)
    assert (page.status_code, first[1] in page.text) == (410, False)


def test_shows_the_receipt_to_its_owner_only(visitor):
    visitor.ask()
    assert Visitor().client.get(visitor.receipt_url).status_code == 410


def test_forgets_the_receipt_when_it_is_left(visitor):
    visitor.ask()
    response = visitor.client.post(visitor.receipt_url)
    assert (response.url, response.cookies["dsr_draft"]["max-age"]) == ("/follow/", 0)
    assert visitor.client.get(visitor.receipt_url).status_code == 410


def test_begins_anew_after_the_receipt(visitor):
    first = visitor.ask()
    assert ANSWERS[NAME] not in visitor.open().text
    second = visitor.ask()
    assert (first == second, Case.objects.count()) == (False, 2)


def test_never_lets_a_browser_keep_the_receipt(visitor):
    visitor.ask()
    assert visitor.client.get(visitor.receipt_url)["Cache-Control"] == "private, no-store"


def test_puts_the_number_and_never_the_secret_into_an_address(visitor):
    _number, secret = visitor.ask()
    page = visitor.client.get(visitor.receipt_url).text
    assert page.count(secret) == 2  # to read, and to copy
    assert secret not in " ".join(re.findall(r'(?:href|src|action)="([^"]*)"', page))


def test_says_where_an_original_goes(desks):
    agent = Visitor(who="appointed_agent")
    number, _secret = agent.ask(AGENT)
    page = agent.client.get(agent.receipt_url).text
    assert f"Write the case number {number} on the envelope" in page
    assert "Personal Information Protection Manager" in page


def test_sending_twice_makes_one_case(visitor):
    visitor.send({"document_identity_of_principal": picture()})
    assert [visitor.confirm().url for _click in range(3)] == [visitor.receipt_url] * 3
    assert [model.objects.count() for model in (Case, Document, CaseEvent)] == [1, 1, 1]
    assert sorted(OutboxMessage.objects.values_list("topic", flat=True)) == ["file.rebuild", "mail.received"]


def test_the_back_button_makes_no_second_case(visitor):
    visitor.ask()
    assert visitor.send().url == visitor.receipt_url
    assert visitor.look().url == visitor.receipt_url
    assert visitor.confirm().url == visitor.receipt_url
    assert Case.objects.count() == 1


def test_an_old_tab_makes_a_new_request(visitor, at):
    at("2026-11-17 10:00")
    visitor.ask()
    at("2026-11-17 12:00")
    assert visitor.send().url == visitor.check_url
    visitor.confirm()
    assert Case.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_ten_parallel_sends_make_one_case(desks):
    visitor = Visitor()
    visitor.open()
    visitor.send({"document_identity_of_principal": picture()})
    token = visitor.client.cookies["dsr_draft"].value

    def click(_number):
        twin = Client(headers={"accept-language": "en"})
        twin.cookies["dsr_draft"] = token
        try:
            return twin.post(visitor.check_url).url
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert list(pool.map(click, range(10))) == [visitor.receipt_url] * 10
    assert [model.objects.count() for model in (Case, Document, CaseEvent)] == [1, 1, 1]


def test_too_many_requests_of_one_visitor_wait(visitor):
    for _request in range(throttle.REQUESTS.amount):
        throttle.count(throttle.REQUESTS, "127.0.0.1")
    visitor.send()
    response = visitor.confirm()
    assert (response.status_code, 0 < int(response["Retry-After"]) <= 3600) == (429, True)
    assert ("075-925-0064" in response.text or "+81-75-925-0064" in response.text, Case.objects.count()) == (True, 0)
    assert visitor.look().status_code == 200


def test_too_many_forms_of_one_visitor_wait_with_their_text(visitor):
    for _form in range(throttle.FORMS.amount):
        throttle.count(throttle.FORMS, "127.0.0.1")
    response = visitor.send()
    assert (response.status_code, ANSWERS[NAME] in response.text, Draft.objects.count()) == (429, True, 0)
    assert int(response["Retry-After"]) > 0


def test_one_victim_is_not_written_to_by_many_requests(visitor):
    """F27, TM19: one mail per case, without a word of the form; the sender of mails counts per address."""
    for _request in range(3):
        visitor.ask({"principal-email": "victim@example.com", NAME: "Buy at https://spam.example"})
    messages = OutboxMessage.objects.filter(topic="mail.received")
    assert [message.ids for message in messages] == [{}, {}, {}]
