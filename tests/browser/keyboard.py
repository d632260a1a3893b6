"""Somebody without a mouse: Tab, Space, Enter and letters; every stop is seen."""

import pytest

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
