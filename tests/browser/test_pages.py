"""Every page state of the three doors, in both languages and widths: no barrier, nothing too wide, valid, translated."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from tests.browser.pictures import passport
from tests.browser.product import until
from tests.browser.visitor import HEIGHTS, NARROW, WIDE, WIDEST, Visitor, barriers, is_too_wide

pytestmark = pytest.mark.browser

# axe looks at each page once: in Japanese as it is at a desk, in English as it is on a phone
AXE_WIDTH = {"ja": WIDE, "en": NARROW}
Walk = Iterator[str]


class Cases:
    """Cases of the demo by what they are, and two whose receipts are known."""

    def __init__(self, product) -> None:
        self.product = product
        made = json.loads(product.python("-m", "tests.browser.stage", "received", "released"))
        self.received, self.released = made[0], made[1]

    def where(self, condition: str) -> str:
        """Return the page of the first Japanese case of the demo for which a condition holds."""
        query = f"SELECT id FROM dsr_case c WHERE demo AND language = 'ja' AND {condition} ORDER BY number LIMIT 1"
        identity = self.product.value(query)
        return f"/staff/cases/{identity[:8]}-{identity[8:12]}-{identity[12:16]}-{identity[16:20]}-{identity[20:]}/"


def reading(visitor: Visitor, _cases: Cases) -> Walk:
    """What anybody may read."""
    for name, path in {
        "home": "/",
        "home-nothing-found": "/?q=zzz",
        "procedure": "/desks/omron-software/",
        "procedure-of-a-desk-by-post": "/desks/net-one-systems/",
        "procedure-with-other-laws": "/desks/citizen-systems-japan/",
        "deadline": "/desks/citizen-systems-japan/deadline/",
        "deadline-answer": "/desks/citizen-systems-japan/deadline/?clock=JP-APPI&received=2026-12-21",
        "deadline-errors": "/desks/citizen-systems-japan/deadline/?clock=KR&received=x&paused_until=2026-12-01",
        "verify": "/verify/",
        "verify-unknown": "/verify/?number=OSD-1999-0001&code=AAAA-AAAA-AAAA",
        "by-post": "/desks/net-one-systems/request/",
        "who-and-where": "/desks/omron-software/request/",
        "who-and-where-incomplete": "/desks/omron-software/request/?residence=EEA&who=",
        "form-of-an-agent": "/desks/omron-software/request/?residence=JP&who=appointed_agent",
        "form-under-other-law": "/desks/citizen-systems-japan/request/?residence=DE&who=principal",
        "nothing-kept": "/desks/citizen-machinery/request/check/",
        "no-receipt": "/desks/citizen-machinery/receipt/",
        "not-found": "/nothing/here/",
        "follow-ended": "/follow/case/",
    }.items():
        visitor.go(path)
        yield name


def asking(visitor: Visitor, cases: Cases) -> Walk:
    """Making a request, and following it."""
    page, send = visitor.page, "main form[enctype] .button-row > button[type=submit]"
    visitor.go("/desks/omron-software/request/?residence=JP&who=principal")
    yield "form"
    visitor.click(send)
    yield "form-empty"
    for kind in ("disclosure", "correction", "cease_use"):
        visitor.choose("kinds", kind)
    page.fill("input[name=principal-name]", "あ" * 10_000)
    page.fill("textarea[name=scope_disclosure]", "<script>alert(1)</script> 1234 5678 9012 " + "長" * 2_100)
    page.fill("input[name=principal-birth_date]", "令和7年2月30日")
    page.fill("input[name=principal-email]", "a@@b")
    page.set_input_files(
        "input[type=file] >> nth=0", {"name": "a.gif", "mimeType": "image/gif", "buffer": b"GIF89a" * 400}
    )
    visitor.click(send)
    yield "form-full-of-errors"
    visitor.untick("kinds", "correction")
    visitor.untick("kinds", "cease_use")
    page.fill("input[name=principal-name]", "佐藤 花子" + "子" * 150)
    page.fill("textarea[name=scope_disclosure]", "長" * 1_900)
    page.fill("input[name=principal-birth_date]", "昭和55年4月1日")
    page.fill("textarea[name=principal-address]", "京都府向日市寺戸町中野20番地")
    page.fill("input[name=principal-email]", "hanako@gmial.com")
    visitor.choose("reply_method", "electronic")
    page.set_input_files(
        "input[type=file] >> nth=0", {"name": "旅券.jpg", "mimeType": "image/jpeg", "buffer": passport()}
    )
    visitor.click(send)
    yield "check"
    visitor.send("/request/check/")
    yield "receipt"
    visitor.go("/follow/")
    yield "follow"
    page.fill("input[name=number]", "DSR-26-0000-0000-0")
    page.fill("input[name=secret]", "wrong")
    visitor.send("/follow/")
    yield "follow-wrong"
    for name, case in {"received": cases.received, "released": cases.released}.items():
        visitor.go("/follow/")
        page.fill("input[name=number]", case[0])
        page.fill("input[name=secret]", case[1])
        visitor.send("/follow/")
        yield f"follow-{name}"
        if name == "received":
            visitor.go("/follow/case/withdraw/")
            yield "follow-withdraw"
            visitor.go("/follow/case/")
            visitor.click("main a[href*='/follow/case/add/']")
            yield "follow-add"
            visitor.click("main form[enctype] button[type=submit]")
            yield "follow-add-nothing"


CASES = {
    "received-with-paper": "state = 'received' AND EXISTS (SELECT 1 FROM dsr_document WHERE case_id = c.id)",
    "asked": "state = 'received' AND EXISTS (SELECT 1 FROM dsr_caseevent WHERE case_id = c.id AND action = 'ask_for_more')",
    "paused": "paused_from IS NOT NULL",
    "verified-of-an-agent": "state = 'identity_verified' AND requester_type <> 'principal'",
    "decided": "state = 'decided' AND NOT EXISTS (SELECT 1 FROM dsr_letter WHERE case_id = c.id)",
    "with-letter": "state = 'decided' AND released_at IS NULL AND EXISTS (SELECT 1 FROM dsr_letter WHERE case_id = c.id)",
    "released": "state = 'decided' AND released_at IS NOT NULL",
    "returned": "EXISTS (SELECT 1 FROM dsr_delivery WHERE case_id = c.id AND returned_on IS NOT NULL)",
    "replied": "state = 'replied'",
    "withdrawn": "state = 'withdrawn'",
}


def looking(visitor: Visitor, cases: Cases) -> Walk:
    """Queues and cases, as a reviewer sees them."""
    visitor.go("/accounts/login/")
    yield "sign-in"
    visitor.page.fill("input[name=login]", "nobody")
    visitor.page.fill("input[name=password]", "wrong")
    visitor.send("/accounts/login/")
    yield "sign-in-wrong"
    visitor.sign_in("reviewer")
    yield "queue-mine"
    for name in ("unassigned", "late", "closed"):
        visitor.go(f"/staff/?queue={name}")
        yield f"queue-{name}"
    visitor.page.fill("main input[name=q]", "zzz")
    visitor.send("/staff/search/")
    yield "search-nothing-found"
    for name, condition in CASES.items():
        visitor.go(cases.where(condition))
        visitor.page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
        yield f"case-{name}"


def working(visitor: Visitor, cases: Cases) -> Walk:
    """Deciding, refusing, letters, intake, and the account."""
    submit = "main form[method=post] button[type=submit]"
    visitor.sign_in("reviewer")
    visitor.go(cases.where(CASES["verified-of-an-agent"]))
    visitor.click("#next-step a[href*='/rights/']")
    yield "outcomes"
    for outcome in ("refused", "partly_granted"):
        visitor.click(f"a[href^='?outcome={outcome}']")
        yield f"outcome-{outcome}"
    visitor.click(submit)
    yield "outcome-without-words"
    visitor.go(cases.where(CASES["verified-of-an-agent"]))
    visitor.page.evaluate("document.querySelectorAll('#people details').forEach((part) => { part.open = true; })")
    for name, words in {"name": "髙橋花子", "kana": "ﾀｶﾊｼ", "address": "寺戸町五十三番地"}.items():
        visitor.page.fill(f"form[action*='/compare/principal/'] [name={name}]", words)
    visitor.click("form[action*='/compare/principal/'] button[type=submit]")
    yield "compared-with-a-paper"
    visitor.go(cases.where(CASES["asked"]) + "refuse/")
    visitor.click(submit)
    yield "refuse-without-ground"
    for name in ("decided", "with-letter"):
        visitor.go(cases.where(CASES[name]) + "letter/")
        yield f"letter-{name}"
    visitor.go("/staff/intake/")
    yield "intake"
    visitor.click("main form button[type=submit]")
    yield "intake-incomplete"
    visitor.go(intake_address(cases))
    yield "intake-form"
    visitor.click(submit)
    yield "intake-form-empty"
    for name, path in {
        "no-such-case": "/staff/cases/00000000-0000-0000-0000-000000000000/",
        "second-factor": "/accounts/2fa/",
        "change-password": "/accounts/password/change/",
        "not-permitted": "/manager/",
        "sign-out": "/accounts/logout/",
    }.items():
        visitor.go(path)
        yield name


def intake_address(cases: Cases) -> str:
    """Return the second page of an intake, for a request that arrives today."""
    today = cases.product.today.isoformat()
    return f"/staff/intake/?desk=net-one-systems&channel=post&received_on={today}&backdate_reason=&residence=JP&who=minor_agent"


def papers(visitor: Visitor, cases: Cases) -> Walk:
    """Documents in every state: looked at, described, masked, destroyed; and a document more is asked for."""
    case, warned, masked, gone, back, broken = json.loads(cases.product.python("-m", "tests.browser.stage", "papers"))
    page, base = visitor.page, f"/staff/cases/{case}/"
    visitor.sign_in("clerk")
    visitor.go(base)
    page.evaluate("document.querySelectorAll('#papers details').forEach((part) => { part.open = true; })")
    yield "papers-of-a-case"
    visitor.click("form[action$='/items/'] button[type=submit]")
    yield "papers-add-item-without-reason"
    states = {"warned": warned, "masked": masked, "gone": gone, "back": back, "broken": broken}
    for name, document in states.items():
        visitor.go(f"{base}documents/{document}/")
        page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
        yield f"document-{name}"
    visitor.go(f"{base}documents/{masked}/?zoom=200&turn=90")
    yield "document-larger-and-turned"
    page.fill("input[name=issued_on]", "令和7年2月30日")
    visitor.click("form[action*='/describe/'] button[type=submit]")
    yield "document-described-wrongly"
    page.select_option("form[action*='/accept/'] select", "eligibility_certificate")
    visitor.click("form[action*='/accept/'] button[type=submit]")
    yield "document-not-to-be-accepted"
    visitor.go(f"{base}documents/{warned}/mask/")
    yield "mask"
    visitor.click("button[value=add]")
    page.fill("[data-mask-rows] li:last-child input[name$='-width']", "90")
    visitor.click("button[value=save]")
    yield "mask-full-of-errors"
    visitor.go(f"{base}documents/{back}/mask/")
    yield "mask-refused"
    visitor.go(f"{base}documents/{back}/destroy/")
    yield "destroy"
    visitor.click("main form[method=post] button[type=submit]")
    yield "destroy-without-a-reason"


def managing(visitor: Visitor, _cases: Cases) -> Walk:
    """Figures, and who saw what."""
    visitor.sign_in("manager")
    visitor.go("/manager/")
    yield "figures"
    visitor.click("main a[href*='queue=late']")
    yield "figures-cases-behind"
    desk = _cases.product.value("SELECT id FROM dsr_desk WHERE slug = 'citizen-watch'")
    visitor.go(f"/manager/?desk={desk}")
    yield "figures-of-one-desk"
    visitor.go(_cases.where(CASES["replied"]))
    visitor.click("#looks a[href*='/views/']")
    yield "looks-at-a-case"
    visitor.go("/manager/foresight/")
    yield "foresight"
    visitor.go(f"/manager/rehearsal/?on={timezone.localdate() + timedelta(days=30)}")
    yield "rehearsal"
    visitor.go("/manager/calendars/")
    yield "calendars"
    visitor.go("/manager/calendars/omron-software/")
    yield "calendar"
    visitor.page.fill("input[name=closure-0-first]", "2026-12-02")
    visitor.click("main button[name=preview]")
    yield "calendar-wrong"
    visitor.page.fill("input[name=closure-0-name]", "創立記念日")
    visitor.click("main button[name=preview]")
    yield "calendar-preview"
    visitor.go("/manager/views/")
    yield "looks-of-nobody"
    reviewer = _cases.product.value("SELECT id FROM dsr_user WHERE username = 'reviewer'")
    visitor.go(f"/manager/views/?person={reviewer}")
    yield "looks-of-a-person"


def sorting_post(visitor: Visitor, cases: Cases) -> Walk:
    """Scanned post, and the whereabouts of papers."""
    submit = "main form button[type=submit]"
    visitor.sign_in("clerk")
    visitor.go("/staff/scans/")
    yield "scans"
    visitor.click(submit)
    yield "scans-nothing-chosen"
    for name, data in {"read": passport(visitor.language), "damaged": b"%PDF-1.7" + bytes(2000)}.items():
        visitor.page.select_option("select[name=desk]", index=1)
        scan = {"name": "post", "mimeType": "application/octet-stream", "buffer": data + visitor.language.encode()}
        visitor.page.set_input_files("input[type=file]", scan)
        visitor.click(submit)
        until(lambda: cases.product.unsent() == 0, "the scan is split")
        visitor.go("/staff/scans/")
        yield f"scans-{name}"
        visitor.click("main table a")
        yield f"scan-{name}"
        if name == "read":
            visitor.click("button[value=discard]")
            yield "scan-nothing-ticked"
            visitor.choose("pages", "1")
            visitor.page.select_option("select[name=reason]", "blank")
            visitor.click("button[value=discard]")
            yield "scan-discarded"
        visitor.go("/staff/scans/")
    visitor.go(cases.where(CASES["received-with-paper"]) + "papers/")
    yield "papers"
    visitor.click(submit)
    yield "papers-nothing-said"
    visitor.page.select_option("select[name=kind]", "passport")
    visitor.page.fill("form:has(select[name=kind]) input[name=place]", "金庫2")
    visitor.click(submit)
    visitor.page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
    yield "papers-kept"


@pytest.fixture(scope="module")
def cases(demo):
    return Cases(demo)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    "walk", [reading, asking, looking, working, papers, sorting_post, managing], ids=lambda walk: walk.__name__
)
def test_every_page_is_open_to_everybody(demo, cases, visit, html_errors, walk: Callable[..., Walk], language):
    visitor = visit(demo.url, language=language, tale="pages")
    found = [f"{name}: {one}" for name in walk(visitor, cases) for one in look(visitor, name, html_errors)]
    assert found == [], "\n".join(found)


def look(visitor: Visitor, name: str, html_errors: Callable[[str], list[str]]) -> list[str]:
    """Return everything that is wrong with the page as it is now."""
    page, problems = visitor.page, []
    if visitor.language == "ja":
        # the markup of both languages comes from the same templates
        problems += html_errors(visitor.document.text()) + untranslated(page.evaluate(READABLE))
    if page.evaluate("document.documentElement.lang") != visitor.language:
        problems.append("in another language")
    # the width for axe comes last
    for width in sorted(HEIGHTS, key=lambda width: width == AXE_WIDTH[visitor.language]):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        visitor.picture(name, width)
        if is_too_wide(page):
            problems.append(f"wider than {width} px: {page.evaluate(WIDEST)}")
    return problems + barriers(page)


# Text that people wrote, or that is the same in every language, is marked as such by the product or by its place.
READABLE = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const lines = [document.title];
  while (texts.nextNode()) {
    const around = texts.currentNode.parentElement;
    if (!around.closest("[lang=en], script, svg, textarea, .number, .receipt-number, #mails details")) lines.push(texts.currentNode.data);
  }
  return lines;
}"""
WORD = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’-]+")
# words that stand in Japanese sentences as they are, and the names of the demo's people
LATIN = set(
    WORD.findall(
        "DSR Desk PDF JPEG PNG GIF HEIC QR CSV MB KB URL ID IP Web Cookie JavaScript EC FAX iPhone MRZ Tab Shift Delete"
    )
)
LATIN |= {"JIS", "JIPDEC", "GDPR", "EU", "EEA", "UK", "CCPA", "CD-ROM"}
LATIN |= set(WORD.findall((settings.BASE_DIR / "seeds" / "scenarios" / "people.yaml").read_text()))
# addresses, numbers, masked words, file names, codes of grounds, names of accounts
NOT_WORDS = re.compile(r"\S+@\S+|https?://\S+|\S*\d\S*|[a-z]\*+|\S+\.(?:jpg|gif|pdf)|\b[A-Z]-[A-Z]+\b|ユーザー \w+")


def untranslated(lines: list[str]) -> list[str]:
    """Return the lines of a Japanese page that hold an English word."""
    found = []
    for line in lines:
        words = set(WORD.findall(NOT_WORDS.sub(" ", line))) - LATIN
        if words:
            found.append(f"not translated: {sorted(words)} in {line.strip()[:80]}")
    return sorted(set(found))


def test_the_check_for_english_words_finds_them():
    lines = ["PDFで受け取る", "Next step", "DSR-26-AAAA-BBBB-C 山田 a@example.com", "受付 received", "旅券.jpg 5 MB"]
    assert untranslated(lines) == [
        "not translated: ['Next', 'step'] in Next step",
        "not translated: ['received'] in 受付 received",
    ]
