"""A person asks OMRON Software in Japanese, on the web, for what it holds about them, and fetches the answer."""

import re
import subprocess

import pytest

from tests.browser.pictures import passport
from tests.browser.product import until

pytestmark = [pytest.mark.browser, pytest.mark.journey]

NAME = "髙﨑 𠮷男"
ADDRESS = "京都府向日市寺戸町中野20番地"
EMAIL = "yoshio.takasaki@example.com"
PHONE = "075-922-0000"
PERSONAL = (NAME, "髙﨑", "タカサキ", ADDRESS, "寺戸町中野", EMAIL, PHONE, "1980")
CONTENT = "会員登録情報　氏名：髙﨑 𠮷男、住所：京都府向日市寺戸町中野20番地、登録日：2019年6月3日。ほかに保有する情報はございません。"


def ask(person):
    """Choose the company, fill in the form with a passport, look, send. Returns number and secret."""
    page = person.page
    person.go("/")
    person.look("01-choose-a-company")
    page.fill("input[name=q]", "おむろん")
    person.click("form[role=search] button, main form button[type=submit]")
    person.look("02-company-found")
    person.click("a[href='/desks/omron-software/']")
    person.look("03-procedure")
    person.click("a.button[href$='/desks/omron-software/request/']")
    person.choose("residence", "JP")
    person.choose("who", "principal")
    person.look("04-who-and-where")
    person.send("/request/")
    person.look("05-empty-form")

    person.choose("kinds", "disclosure")
    page.fill("#id_scope_disclosure", "会員登録の内容と、修理の記録")
    page.fill("#id_principal-name", NAME)
    page.fill("#id_principal-kana", "タカサキ ヨシオ")
    page.fill("#id_principal-birth_date", "昭和55年4月1日")
    page.fill("#id_principal-postal_code", "６１７０００２")
    page.fill("#id_principal-address", ADDRESS)
    page.fill("#id_principal-phone", PHONE)
    page.fill("#id_principal-email", EMAIL)
    person.choose("reply_method", "electronic")
    paper = {"name": "旅券.jpg", "mimeType": "image/jpeg", "buffer": passport()}
    page.set_input_files("input[type=file] >> nth=0", paper)
    person.look("06-filled-form")
    person.click("main form[enctype] .button-row > button[type=submit]")

    assert page.url.endswith("/desks/omron-software/request/check/")
    for typed in (NAME, ADDRESS, EMAIL, PHONE, "1980-04-01", "617-0002", "旅券.jpg"):
        assert typed in person.text, typed
    person.look("07-check")
    person.send("/request/check/")
    assert page.url.endswith("/receipt/")
    person.look("08-receipt")
    number, secret = page.locator(".receipt-number").all_inner_texts()
    assert re.fullmatch(r"DSR-\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", number)
    page.emulate_media(media="print")
    person.look("08-receipt-printed")
    page.emulate_media(media="screen")
    person.send("/receipt/")
    return number, secret


def open_follow_page(person, number, secret):
    person.go("/follow/")
    person.page.fill("input[name=number]", number)
    person.page.fill("input[name=secret]", secret)
    person.send("/follow/")
    assert person.page.url.endswith("/follow/case/")


def test_a_disclosure_is_asked_for_on_the_web_and_fetched_as_pdf(product, visit, tmp_path):
    person = visit(product.url, language="ja", tale="omron")
    number, secret = ask(person)
    until(lambda: product.rows("SELECT 1 FROM dsr_document WHERE status = 'ready'"), "the passport is rebuilt")
    open_follow_page(person, number, secret)
    person.look("09-follow-received")
