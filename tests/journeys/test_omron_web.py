"""A person asks OMRON Software in Japanese, on the web, for what it holds about them, and fetches the answer."""

import hashlib
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
    for typed in (NAME, ADDRESS, EMAIL, PHONE, "1980", "617-0002", "旅券.jpg"):
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


def follow(person, number, secret):
    """Open the case with what stands on the receipt."""
    person.go("/follow/")
    person.page.fill("input[name=number]", number)
    person.page.fill("input[name=secret]", secret)
    person.send("/follow/")
    assert person.page.url.endswith("/follow/case/")


def open_case(member, number):
    """Find the case by its number, as staff do, and open it."""
    member.go("/staff/")
    member.page.fill("input[name=q]", number)
    member.click("form[role=search] button[type=submit]")
    member.click("a.row-link")
    assert "/staff/cases/" in member.page.url
    assert number in member.text


def verify(clerk, number):
    """Take the case, look at the passport, accept it, confirm who asks."""
    clerk.sign_in("clerk")
    clerk.go("/staff/?queue=unassigned")
    clerk.look("10-queue")
    open_case(clerk, number)
    clerk.look("11-case-received")
    clerk.send("/assign/")
    clerk.click("#next-step a[href*='/documents/']")
    page = clerk.page.locator("img[src*='/pages/']").first
    page.scroll_into_view_if_needed()
    until(lambda: page.evaluate("image => image.complete"), "the picture is loaded")
    assert page.evaluate("image => image.naturalWidth") == 1250
    clerk.page.select_option("form[action*='/accept/'] select", "passport")
    clerk.look("12-passport-beside-its-line")
    clerk.click("form[action*='/accept/'] button[type=submit]")
    clerk.look("13-item-accepted")
    clerk.send("/verify/")
    clerk.look("14-verified")


def decide(reviewer, number):
    """Grant disclosure with its content, close the decision, read the letter, approve it."""
    reviewer.sign_in("reviewer")
    open_case(reviewer, number)
    reviewer.click("#next-step a[href*='/rights/']")
    reviewer.look("15-choose-an-outcome")
    reviewer.click("a[href^='?outcome=granted']")
    reviewer.page.fill("textarea[name=content]", CONTENT)
    reviewer.look("16-words-of-the-answer")
    reviewer.send("?outcome=granted")
    reviewer.look("17-right-decided")
    reviewer.send("/decide/")
    reviewer.click("#next-step a[href$='/letter/']")
    letter = reviewer.page.frame_locator("iframe").locator("body")
    assert NAME in letter.inner_text()
    reviewer.look("18-letter-preview")
    reviewer.send("/letter/approve/")
    reviewer.look("19-approved")


def confirm_mailbox(clerk):
    """See that nothing may be released yet, and confirm the mailbox by a call to the number on record."""
    assert clerk.page.locator("form[action$='/release/']").count() == 0
    clerk.click("#next-step a[href='#contacts-principal']")
    form = "form[action$='/contacts/principal/email/']"
    clerk.page.evaluate("document.querySelectorAll('#people details').forEach((part) => { part.open = true; })")
    clerk.page.select_option(f"{form} select", "call_back")
    clerk.look("20-confirm-the-mailbox")
    clerk.send("/contacts/principal/email/")


def fetch(person, folder):
    """Fetch the reply and return the file."""
    with person.page.expect_download() as download:
        person.page.click("form[action='/follow/case/reply/'] button")
    kept = folder / "reply.pdf"
    download.value.save_as(kept)
    return kept


JOURNAL = [
    ("requester", "submit_request"),
    ("system", "record_rebuild"),
    ("staff", "assign"),
    ("staff", "accept_item"),
    ("staff", "verify_identity"),
    ("staff", "decide_right"),
    ("staff", "decide"),
    ("staff", "approve_letter"),
    ("system", "attach_pdf"),
    ("staff", "prove_contact"),
    ("staff", "send_reply"),
    ("requester", "mark_replied"),
]


def test_a_disclosure_is_asked_for_on_the_web_and_fetched_as_pdf(product, visit, tmp_path):
    person = visit(product.url, language="ja", tale="omron")
    number, secret = ask(person)
    until(lambda: product.documents(number) == ["ready"], "the passport is rebuilt")
    follow(person, number, secret)
    person.look("09-follow-received")

    clerk = visit(product.url, language="ja", tale="omron")
    verify(clerk, number)
    assert product.state(number) == "identity_verified"
    decide(visit(product.url, language="ja", tale="omron"), number)
    assert product.state(number) == "decided"
    until(lambda: product.value("SELECT count(*) FROM dsr_letter WHERE pdf_sha256 <> ''"), "the letter is a PDF")
    open_case(clerk, number)
    clerk.look("20-letter-waits-for-a-contact")
    confirm_mailbox(clerk)
    clerk.look("20-letter-ready")
    clerk.send("/release/")
    clerk.look("21-released")
    # releasing it is not replying: the requester does that
    assert product.state(number) == "decided"

    person.page.reload()
    person.look("22-follow-reply-ready")
    kept = fetch(person, tmp_path)
    until(lambda: product.state(number) == "replied", "fetching it is the delivery")
    person.page.reload()
    person.look("23-follow-replied")

    assert hashlib.sha256(kept.read_bytes()).hexdigest() == product.value("SELECT pdf_sha256 FROM dsr_letter")
    text = subprocess.run(["pdftotext", "-layout", kept, "-"], capture_output=True, text=True, check=True).stdout
    glyphs = subprocess.run(["mutool", "trace", kept], capture_output=True, check=True).stdout
    # text alone would look right even where the page shows boxes
    assert (b"glyph=" in glyphs, b'glyph="0"' in glyphs) == (True, False)
    words = "".join(text.split())
    assert "".join(NAME.split()) + "様" in words
    assert "".join(CONTENT.split()) in words
    assert product.value("SELECT number FROM dsr_letter") in text

    assert [(actor, action) for actor, action, _facts in product.journal(number)] == JOURNAL
    assert product.manage("check_journal") == "The journal is whole.\n"
    mails_tell_nothing(product, number)
    looks_are_on_record(product, clerk, number)


def mails_tell_nothing(product, number):
    """See that each mail went once, to the requester, with the number and nothing else about anybody."""
    until(lambda: product.unsent() == 0, "every mail has left")
    mails = [mail for mail in product.mails() if mail["To"] == EMAIL]
    assert [number in mail.get_content() for mail in mails] == [True, True]
    assert ["受け付けました" in mails[0]["Subject"], "ご用意" in mails[1]["Subject"]] == [True, True]
    for mail in mails:
        said = mail["Subject"] + mail.get_content()
        assert [word for word in PERSONAL if word in said] == []


def looks_are_on_record(product, clerk, number):
    """See that every look is recorded, and shown on the page of the case."""
    subjects = {subject for (subject,) in product.rows("SELECT subject FROM dsr_viewevent")}
    assert {"case", "list", "page", "preview"} <= subjects
    open_case(clerk, number)
    clerk.page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
    clerk.look("24-everything-open")
    assert {name for name in ("佐久間", "藤堂") if name in clerk.page.inner_text("aside")} == {"佐久間", "藤堂"}
