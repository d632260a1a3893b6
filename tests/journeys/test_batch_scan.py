"""The morning's post of three people is scanned in one go; one page nobody can place; the originals are looked after."""

import json
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw

from tests.browser.pictures import passport
from tests.browser.product import until

pytestmark = [pytest.mark.browser, pytest.mark.journey]
OPEN_ALL = "document.querySelectorAll('main details').forEach((part) => { part.open = true; })"


def sheet(words: str) -> Image.Image:
    """Return an A4 page with a few words, as a scanner sees it at 200 dpi."""
    page = Image.new("RGB", (1654, 2339), "#fcfcf9")
    draw = ImageDraw.Draw(page)
    draw.text((160, 200), words, fill="#222222", font_size=70)
    for line in range(16):
        draw.rectangle((160, 420 + 90 * line, 1480 - 41 * (line % 4), 432 + 90 * line), fill="#9a9a9a")
    return page


def licence() -> Image.Image:
    """Return an A4 page with the copy of a passport on it."""
    page = Image.new("RGB", (1654, 2339), "#ffffff")
    page.paste(Image.open(BytesIO(passport())), (200, 240))
    return page


def covers(clerk, cases):
    """Print the cover sheet of each case from its page, and scan it."""
    sheets = []
    for case in cases:
        clerk.go(case)
        clerk.page.evaluate(OPEN_ALL)
        address = clerk.page.locator("a[href$='/cover-sheet.pdf']").first.get_attribute("href")
        answer = clerk.context.request.get(f"{clerk.url}{address}")
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
        sheets.append(pdfium.PdfDocument(answer.body())[0].render(scale=200 / 72).to_pil().convert("RGB"))
    clerk.look("01-case-with-cover-sheet")
    return sheets


def upload(clerk, product, pages):
    """Scan everything into one file and upload it."""
    file = BytesIO()
    pages[0].save(file, "PDF", resolution=200, save_all=True, append_images=pages[1:])
    clerk.click("a[href='/staff/scans/']")
    clerk.look("02-scanned-post-empty")
    clerk.click("main form button[type=submit]")
    clerk.look("03-no-file-chosen")
    if clerk.page.locator("select[name=desk] option[value='']").count():
        clerk.page.select_option("select[name=desk]", label={"ja": "オムロンソフトウェア株式会社"}.get(clerk.language))
    scan = {"name": "post.pdf", "mimeType": "application/pdf", "buffer": file.getvalue()}
    clerk.page.set_input_files("input[type=file]", scan)
    clerk.click("main form button[type=submit]")
    clerk.look("04-taken-in")
    until(lambda: product.unsent() == 0, "the pile is split, and its documents are made safe")


def file_the_rest(clerk, number):
    """Look at the page that lay before the first cover sheet, and file it by hand."""
    clerk.go("/staff/scans/")
    clerk.look("05-one-page-waits")
    clerk.click("main table a")
    picture = clerk.page.locator(".scan-card img")
    until(lambda: picture.evaluate("image => image.complete && image.naturalWidth > 0"), "the page is shown")
    clerk.look("06-the-page")
    clerk.click("button[value=file]")
    clerk.look("07-nothing-ticked")
    clerk.choose("pages", "1")
    clerk.page.fill("input[name=number]", "DSR-26-0000-0000-1")
    clerk.click("button[value=file]")
    clerk.look("08-no-such-number")
    clerk.page.fill("input[name=number]", number.lower().replace("-", " "))
    clerk.click("button[value=file]")
    clerk.look("09-all-filed")


def look_after_the_paper(clerk, case):
    """Write down where the original lies, and at last that it was destroyed before a colleague's eyes."""
    clerk.go(case)
    clerk.click("a[href$='/papers/']")
    clerk.look("10-no-paper-yet")
    clerk.page.select_option("select[name=kind]", "passport")
    clerk.page.fill("input[name=place]", "金庫2 青いファイル")
    clerk.click("main form:has(select[name=kind]) button[type=submit]")
    clerk.look("11-in-the-safe")
    clerk.page.evaluate(OPEN_ALL)
    clerk.look("12-what-can-be-recorded")
    end = "main form:has(select[name=witness])"
    clerk.click(f"{end} button[type=submit]")
    clerk.look("13-alone-is-not-enough")
    clerk.page.evaluate(OPEN_ALL)
    clerk.page.locator(f"{end} label:has-text('シュレッダー')").click()
    clerk.page.select_option(f"{end} select[name=witness]", index=1)
    clerk.click(f"{end} button[type=submit]")
    clerk.look("14-destroyed")
    clerk.go(case)
    clerk.look("15-case-with-its-paper")


def test_the_post_of_three_cases_is_scanned_in_one_go(product, visit):
    made = json.loads(product.python("-m", "tests.browser.stage", "received", "received", "received"))
    until(lambda: product.unsent() == 0, "the passports of the cases are made safe")
    numbers = [number for number, *_rest in made]
    cases = [f"/staff/cases/{case_id}/" for _number, _secret, case_id in made]
    clerk = visit(product.url, language="ja", tale="batch-scan")
    clerk.sign_in("clerk")
    first, second, third = covers(clerk, cases)
    pages = [sheet("?"), first, sheet("1"), licence(), second, sheet("2"), third, sheet("3"), sheet("4")]
    upload(clerk, product, pages)
    filed = "SELECT c.number, count(*) FROM dsr_scanpage p JOIN dsr_document d ON d.id = p.document_id "
    filed += "JOIN dsr_case c ON c.id = d.case_id WHERE p.state = 'filed' GROUP BY c.number"
    assert dict(product.rows(filed)) == dict(zip(numbers, (2, 1, 2), strict=True))

    file_the_rest(clerk, numbers[0])
    until(lambda: product.unsent() == 0, "the pile is deleted")
    assert dict(product.rows(filed)) == dict(zip(numbers, (3, 1, 2), strict=True))
    assert product.value("SELECT count(*) FROM dsr_scanbatch WHERE length(wrapped) > 0") == 0
    looked = product.value("SELECT count(*) FROM dsr_viewevent WHERE subject = 'scan'")
    assert looked >= 1
    ready = "SELECT count(*) FROM dsr_document WHERE content_type = 'application/zip' AND status = 'ready'"
    assert product.value(ready) == 4

    look_after_the_paper(clerk, cases[0])
    told = [facts for _actor, action, facts in product.journal(numbers[0]) if action == "record_paper"]
    assert [(facts["status"], facts.get("way")) for facts in told] == [("held", None), ("destroyed", "shredder")]
    assert "金庫" not in json.dumps(told, ensure_ascii=False)
    assert product.manage("check_journal") == "The journal is whole.\n"
