"""An insurance paper from the case page to the accepted item without a mouse: looked at, refused, masked, accepted."""

import json
from io import BytesIO

import pytest
from PIL import Image

from tests.browser.keyboard import Keyboard
from tests.browser.product import until
from tests.browser.visitor import STAFF_PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.journey]

# percent of the page: from the left, from the top, wide, high
FIELDS = ("left", "top", "width", "height")
FIRST, MOVED, TYPED = ["35", "45", "30", "10"], ["36", "44", "32", "9"], ["36", "12.5", "32", "9"]


@pytest.fixture
def case(product):
    """Return number and id of a case whose passport photograph is ready; the clerk will take it for another paper."""
    [[number, _secret, identity]] = json.loads(product.python("-m", "tests.browser.stage", "received"))
    until(lambda: product.documents(number) == ["ready"], "the paper is ready")
    return number, identity


def test_a_paper_is_masked_and_accepted_with_the_keyboard_alone(product, visit, case):
    number, identity = case
    visitor = visit(product.url, language="ja", tale="masking-by-keyboard")
    keys, page = Keyboard(visitor), visitor.page
    visitor.go(f"/accounts/login/?next=/staff/cases/{identity}/")
    keys.write("input[name=login]", "clerk")
    keys.write("input[name=password]", STAFF_PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keys.press("#next-step form[action$='/assign/'] button")
    visitor.look("01-case")
    keys.press("#next-step a[href*='/documents/']")
    visitor.look("02-document")
    look_at_the_page(keys, page)
    visitor.look("03-larger-and-turned")
    accept_as(keys, page, "eligibility_certificate")
    assert visitor.document.status == 409
    assert page.evaluate("document.activeElement.id") == "error-summary"
    assert page.locator("textarea[name=unmasked_reason]").is_visible()
    visitor.look("04-has-to-be-masked")
    keys.press("a[href*='/mask/']")
    draw_a_box(keys, page, visitor)
    keys.press("button[value=save]")
    # nothing is destroyed without the tick; the box is kept
    assert visitor.document.status == 422
    assert numbers(page) == TYPED
    visitor.look("07-not-ticked")
    keys.tab_to("input[name=confirmed]")
    page.keyboard.press("Space")
    keys.press("button[value=save]")
    assert page.url.endswith(f"/documents/{document_of(product, number)}/")
    visitor.look("08-masked")
    assert darkest_of_box(visitor, page) < 60
    accept_as(keys, page, "eligibility_certificate")
    assert page.url.endswith(f"/staff/cases/{identity}/#papers")
    visitor.look("09-accepted")
    assert [(who, what) for who, what, _facts in product.journal(number)][-2:] == [
        ("staff", "mask_document"),
        ("staff", "accept_item"),
    ] or "record_shredding" in {what for _who, what, _facts in product.journal(number)}
    assert keys.unseen == []


def look_at_the_page(keys, page):
    """Enlarge, turn and fit the page with single keys, which count while the picture has the focus and not elsewhere."""
    keys.tab_to(".breadcrumb a")
    page.keyboard.press("r")
    assert "turn" not in page.url
    keys.tab_to("[data-sheet]")
    for key, wanted in (("+", "zoom=100"), ("+", "zoom=150"), ("r", "turn=90"), ("-", "zoom=100")):
        with page.expect_navigation():
            page.keyboard.press(key)
        assert wanted in page.url
        # one goes on where one was
        assert keys.focused("[data-sheet]")


def accept_as(keys, page, evidence):
    """Choose what the paper is, letter by letter as lists are used, and accept it."""
    keys.tab_to("form[action*='/accept/'] select")
    here = "document.activeElement.value"
    for _step in range(20):
        if page.evaluate(here) == evidence:
            break
        page.keyboard.press("ArrowDown")
    assert page.evaluate(here) == evidence
    keys.press("form[action*='/accept/'] button[type=submit]")


def draw_a_box(keys, page, visitor):
    """Add a box, move and widen it on the picture, and set one edge by its number."""
    keys.press("button[value=add]")
    assert numbers(page) == FIRST
    visitor.look("05-a-box")
    keys.tab_to("[data-box]")
    for key in ("ArrowRight", "ArrowUp", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    assert numbers(page) == MOVED
    keys.tab_to("input[name$='-top']")
    page.keyboard.press("Control+a")
    page.keyboard.type(TYPED[1])
    rect = page.locator("[data-box] rect")
    assert [rect.get_attribute(side) for side in ("x", "y", "width", "height")] == ["360", "125", "320", "90"]
    visitor.look("06-moved")


def numbers(page):
    return [page.locator(f"[data-mask-rows] input[name$='-{side}']").input_value() for side in FIELDS]


def document_of(product, number):
    query = "SELECT d.id FROM dsr_document d JOIN dsr_case c ON c.id = d.case_id WHERE c.number = ?"
    identity = str(product.value(query, number)).replace("-", "")
    return "-".join(identity[start:end] for start, end in ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32)))


def darkest_of_box(visitor, page):
    """Return how bright the brightest pixel in the middle of the box is: the reader's name is written over it."""
    address = page.locator(".sheet-window img").get_attribute("src")
    picture = Image.open(BytesIO(page.request.get(visitor.url + address).body())).convert("L")
    left, top, width, height = (float(part) / 100 for part in TYPED)
    inner = (left + 0.02, top + 0.02, left + width - 0.02, top + height - 0.02)
    box = [round(part * size) for part, size in zip(inner, picture.size * 2, strict=True)]
    return picture.crop(box).getextrema()[1]
