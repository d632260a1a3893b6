"""The public form with nothing but a keyboard: Tab, Space, Enter and letters; every stop is seen."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.journey]

# what has the focus: can it be seen, and is it marked?
FOCUS = """() => {
  const here = document.activeElement;
  const box = here.getBoundingClientRect();
  const marks = [here, here.closest(".choice"), here.closest(".choice-card")].filter(Boolean).map((e) => getComputedStyle(e));
  return {
    name: `${here.tagName.toLowerCase()}#${here.id}.${here.className}`,
    inView: box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0,
    marked: marks.some((style) => style.outlineStyle !== "none" || style.boxShadow !== "none"),
  };
}"""
MOST_STOPS = 60


class Keyboard:
    """Somebody without a mouse."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page
        self.unseen = []

    def tab_to(self, selector):
        """Press Tab until an element has the focus; note every stop that is out of sight or not marked."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(FOCUS)
            if not (stop["inView"] and stop["marked"]):
                self.unseen.append(f"{self.page.url} {stop}")
            if self.focused(selector):
                return
        pytest.fail(f"Tab never came to {selector}")

    def focused(self, selector):
        return self.page.evaluate("(selector) => document.activeElement.matches(selector)", selector)

    def write(self, selector, text):
        self.tab_to(selector)
        self.page.keyboard.type(text)

    def press(self, selector, key="Enter"):
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)


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
