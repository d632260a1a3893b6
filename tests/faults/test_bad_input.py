"""What people, browsers and attackers send: a clear word beside the field, nothing typed is lost, never an error page."""

import html
import json
import re
from http.client import HTTPConnection

import pytest

from tests.browser.pictures import passport
from tests.faults.requester import CHECK, FORM, RECEIPT, Requester

pytestmark = pytest.mark.real_time

TABLES = ("dsr_case", "dsr_caseevent", "dsr_document", "dsr_outboxmessage", "dsr_letter", "dsr_deadline")


@pytest.fixture
def requester(product):
    product.rest()
    requester = Requester(product.port)
    requester.get(FORM)
    return requester


@pytest.fixture(autouse=True)
def _nothing_is_made(product):
    """Whatever a test sends that does not reach the receipt makes no row, and the server stays well."""
    before = [product.value(f"SELECT count(*) FROM {table}") for table in TABLES]
    yield
    assert [product.value(f"SELECT count(*) FROM {table}") for table in TABLES] == before
    assert product.get("/readyz")[0] == 200


def said_about(answer, name):
    """Return the words that describe a field on a page, or the group that it belongs to: its hint and its errors."""
    tags = re.findall(r"<fieldset[^>]*>|</fieldset>|<(?:input|textarea|select)[^>]*>", answer.text)
    group: list[str] = []
    for tag in tags:
        if tag.startswith("<fieldset"):
            group.append(tag)
        elif tag == "</fieldset>":
            group.pop()
        elif f'name="{name}"' in tag:
            described = re.findall(r'aria-describedby="([^"]*)"', "".join([*group, tag]))
            return " ".join(words_of(answer, id_) for id_ in " ".join(described).split())
    return ""


def words_of(answer, id_):
    found = re.search(rf'<(\w+)[^>]*id="{re.escape(id_)}"[^>]*>(.*?)</\1>', answer.text, re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", found[2])).split())


# what is typed into one field of an otherwise complete form, and a part of what is said beside it
REFUSED = [
    ("principal-name", "", "入力してください"),
    ("principal-name", " \u3000\u200b ", "入力してください"),
    ("principal-name", "あ" * 10_000, "200文字以内"),
    ("principal-name", "山田\x00太郎", "保存できない文字"),
    ("principal-name", "山田\x07太郎", "保存できない文字"),
    ("principal-birth_date", "令和7年2月30日", "暦に存在しません"),
    ("principal-birth_date", "昭和100年1月1日", "元号の期間に含まれません"),
    ("principal-birth_date", "1985-02-31", "暦に存在しません"),
    ("principal-birth_date", "2190-01-01", "日付"),
    ("principal-birth_date", "0001-01-01", "年"),
    ("principal-email", "a@@b.c", "name@example.jp の形式"),
    ("principal-email", "a@b.example\r\nBcc: x@y.example", "name@example.jp の形式"),
    ("principal-email", "a@b.example,c@d.example", "1つだけ"),
    ("principal-phone", "電話はありません", "電話番号"),
    ("principal-postal_code", "61700", "7桁"),
    ("principal-address", "", "入力してください"),
    ("scope_disclosure", "長" * 2_001, "2,000文字以内"),
    ("kinds", "everything", "選択"),
    ("reply_method", "pigeon", "選択"),
]


@pytest.mark.parametrize(("name", "typed", "said"), REFUSED, ids=lambda value: str(value)[:20].encode().hex()[:16])
def test_a_wrong_field_is_named_in_words_beside_it_and_nothing_is_lost(requester, name, typed, said):
    answer = requester.send("POST", FORM, *requester.form(**{name: typed}))
    assert answer.status == 422
    assert said in said_about(answer, name)
    kept = {"principal-address": "京都府向日市寺戸町中野20番地", "scope_disclosure": "会員登録の内容と、修理の記録"}
    for other, text in kept.items():
        assert other == name or text in answer.text


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }} {% debug %} ${jndi:ldap://x}",
    '=HYPERLINK("http://x")',
    "'; DROP TABLE dsr_case; --",
    "../../etc/passwd",
    "%s %(name)s {0} %n",
    "髙﨑 𠮷男 葛󠄀城 👨‍👩‍👧‍👦 محمد الحربي Ünïcødé",
    "ﾔﾏﾀﾞ ＴＡＲＯ",
    "Z̸̢̛a̷l̴g̸o̵",
    "null NaN undefined 1e309 -0",
]


def test_hostile_text_is_taken_as_text_and_shown_as_it_was_typed(requester):
    for text in HOSTILE:
        answer = requester.send("POST", FORM, *requester.form(scope_disclosure=text, **{"principal-name": text}))
        assert (answer.status, answer.location) == (302, CHECK), text
        shown = requester.get(CHECK).text
        assert html.escape(text) in shown, text
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_text_that_turns_its_direction_around_is_made_visible(requester):
    answer = requester.send("POST", FORM, *requester.form(**{"principal-name": "山田\u202eorat"}))
    shown = requester.get(CHECK).text if answer.status == 302 else answer.text
    assert "山田\u202eorat" not in re.sub(r'value="[^"]*"', "", shown)


FILES = [
    ("empty", b"", "空"),
    ("11 MB", b"\xff\xd8\xff\xe0" + b"0" * 11_000_000, "10"),
    ("a program", b"MZ" + b"0" * 5_000, "形式"),
    ("a web page", b"<!doctype html>" + b"<p>x" * 500, "形式"),
    ("an archive", b"PK\x03\x04" + b"0" * 5_000, "形式"),
    ("a film", b"\x00\x00\x00\x18ftypisom" + b"0" * 5_000, "MP4"),
    ("tiny", b"\xff\xd8\xff\xe0", "小さ"),
]


@pytest.mark.parametrize(("picture", "said"), [file[1:] for file in FILES], ids=[file[0] for file in FILES])
def test_a_wrong_file_is_refused_beside_its_field_and_the_text_is_kept(requester, picture, said):
    body, content_type = requester.form(b"THE PICTURE")
    answer = requester.send("POST", FORM, body.replace(b"THE PICTURE", picture), content_type)
    assert answer.status == 422
    assert said in said_about(answer, requester.places[0].decode())
    assert "会員登録の内容と、修理の記録" in answer.text


FORGED = [
    {"state": "replied", "verified": "true", "case_id": "1", "desk": "2", "received_on": "2020-01-01"},
    {"regime": "EU-GDPR", "residence": "../../etc/passwd", "who": "administrator"},
    {"token": "0" * 64, "submission": "x", "language": "../../etc"},
]


@pytest.mark.parametrize("forged", FORGED)
def test_fields_that_the_form_does_not_have_change_nothing(requester, forged):
    assert requester.send("POST", FORM, *requester.form(**forged)).location == CHECK
    shown = requester.get(CHECK)
    assert (shown.status, "passwd" in shown.text) == (200, False)


def test_a_form_without_its_token_comes_back_with_everything_typed(requester):
    requester.token = "forged"
    answer = requester.send("POST", FORM, *requester.form())
    assert answer.status == 403
    assert "会員登録の内容と、修理の記録" in answer.text


def test_a_filled_trap_comes_back_with_everything_typed(requester):
    answer = requester.send("POST", FORM, *requester.form(website="http://x.example"))
    assert (answer.status, "会員登録の内容と、修理の記録" in answer.text) == (403, True)


def test_a_forged_cookie_counts_as_none(product, requester):
    requester.cookies["dsr_draft"] = "forged:1:2"
    assert requester.get(CHECK).status == 410
    assert requester.get(RECEIPT).status == 410


@pytest.mark.parametrize(
    "query", ["residence=XX&who=principal", "residence=JP&who=admin", "residence=&who=", "residence=EEA&who=principal"]
)
def test_answers_in_the_address_that_make_no_sense_are_asked_again(requester, query):
    answer = requester.get(f"/desks/omron-software/request/?{query}")
    assert (answer.status, "error-summary" in answer.text) == (422, True)


BODIES = [
    ("application/json", json.dumps({"kinds": "disclosure"}).encode(), 415),
    ("text/xml", b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>", 415),
    ("application/x-www-form-urlencoded; charset=shift_jis", b"kinds=%83%65", 400),
    # its token cannot be read either
    ("multipart/form-data; boundary=x", b"--y\r\nbroken", 403),
    ("multipart/form-data", b"no boundary", 400),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(1_001)), 400),
]


@pytest.mark.parametrize(
    ("content_type", "body", "status"), BODIES, ids=[body[0] + str(len(body[1])) for body in BODIES]
)
def test_a_body_that_is_no_form_is_answered_and_not_read(requester, content_type, body, status):
    answer = requester.send("POST", FORM, body, content_type)
    assert (answer.status, "passwd" in answer.text) == (status, False)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
def test_other_methods_are_not_allowed(requester, method):
    assert requester.send(method, FORM).status in {405, 501}


def test_a_length_that_lies_or_a_foreign_host_is_refused(product):
    for headers in ({"Host": "evil.example"}, {"Content-Length": "-1"}, {"Content-Length": "x"}):
        connection = HTTPConnection("127.0.0.1", product.port, timeout=10)
        connection.putrequest("GET", "/", skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.getresponse().status == 400
        connection.close()


def test_a_cut_off_upload_and_a_slow_one_leave_the_server_well(product, requester):
    body, content_type = requester.form(passport())
    connection = HTTPConnection("127.0.0.1", product.port, timeout=10)
    connection.putrequest("POST", FORM)
    for name, value in requester.headers(content_type).items():
        connection.putheader(name, value)
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders()
    connection.send(body[:2_000])
    connection.close()
    assert requester.get(FORM).status == 200


def test_number_and_secret_are_not_given_away_by_wrong_tries(product):
    requester = Requester(product.port)
    requester.get("/follow/")
    answers = []
    for number in ("DSR-26-0000-0000-0", "x", "' OR 1=1 --", "\x00", "長" * 500):
        answers.append(requester.post("/follow/", {"number": number, "secret": "AAAA-BBBB"}))
    assert {answer.status for answer in answers} == {400}
