"""The public form with nothing but a keyboard: Tab, Space, Enter and letters; every stop is seen."""

import pytest

from tests.browser.keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_a_request_is_made_with_the_keyboard_alone(product, visit):
    visitor = visit(product.url, language="ja", tale="keyboard")
    keys = Keyboard(visitor)
    page = visitor.page
    visitor.go("/desks/omron-software/request/")
    keys.tab_to(".skip-link")
    visitor.look("01-skip-link")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    keys.tab_to("input[name=residence]")
    page.keyboard.press("Space")
    keys.tab_to("input[name=who]")
    page.keyboard.press("Space")
    keys.press("main button[type=submit]")

    # the marks that are looked for are those of the focus alone
    unmarked = "(e) => [getComputedStyle(e).outlineStyle, getComputedStyle(e).boxShadow]"
    assert page.locator("input[name=principal-name]").evaluate(unmarked) == ["none", "none"]

    # everything is missing: the summary takes the focus, and leads to the fields
    keys.press("main form[enctype] .button-row > button[type=submit]")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    visitor.look("02-error-summary")
    problems = page.locator("#error-summary a").count()
    assert problems >= 4
    keys.tab_to("#error-summary a")
    page.keyboard.press("Enter")
    assert keys.focused("input[name=kinds]")

    keys.tab_to("input[name=kinds][value=disclosure]")
    page.keyboard.press("Space")
    keys.write("textarea[name=scope_disclosure]", "会員登録の内容")
    keys.write("input[name=principal-name]", "葛󠄀城 早苗")
    keys.write("textarea[name=principal-address]", "京都市下京区塩小路町1")
    # an error that only the content has
    keys.write("input[name=principal-email]", "sanae@@example.com")
    keys.tab_to("input[name=reply_method]")
    page.keyboard.press("Space")
    keys.press("main form[enctype] .button-row > button[type=submit]")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    assert page.locator("#error-summary a").count() == 1
    visitor.look("03-one-error-left")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert keys.focused("input[name=principal-email]")
    described = page.locator("input[name=principal-email]").get_attribute("aria-describedby").split()
    assert page.locator(f"#{described[-1]}").count() == 1
    assert page.locator("input[name=principal-email]").get_attribute("aria-invalid") == "true"
    assert page.input_value("input[name=principal-name]") == "葛󠄀城 早苗"
    page.keyboard.press("Control+a")
    page.keyboard.type("sanae@example.com")
    keys.press("main form[enctype] .button-row > button[type=submit]")
    assert page.url.endswith("/request/check/")

    keys.press("main form[method=post] button[type=submit]")
    assert page.url.endswith("/receipt/")
    number, secret = page.locator(".receipt-number").all_inner_texts()
    keys.press("main form[method=post] button[type=submit]")
    keys.write("input[name=number]", number)
    keys.write("input[name=secret]", secret)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/follow/case/")
    visitor.look("04-follow")
    assert keys.unseen == []
