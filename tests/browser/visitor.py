"""Somebody in front of a real browser, and everything that is watched while they look around."""

import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ARGUMENTS += ["--disable-component-update", "--disable-sync"]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = 1280, 390
HEIGHTS = {WIDE: 900, NARROW: 844}
STAFF_PASSWORD = "try-the-desk-2026"


class Visitor:
    """One person with one browser context: language, width, cookies and complaints of their own."""

    def __init__(self, browser: Browser, url: str, *, language: str = "ja", width: int = WIDE, tale: str = "") -> None:
        """Open an empty browser. `tale` names the pictures that are taken when DSR_SCREENSHOTS names a folder."""
        self.url, self.language, self.width, self.tale = url, language, width, tale
        self.context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            locale={"ja": "ja-JP", "en": "en-GB"}[language],
            accept_downloads=True,
        )
        self.context.set_default_timeout(20_000)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.problems: list[str] = []
        self.document: Response | None = None
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", self._note_failure)
        self.page.on("response", self._note)

    def _hear(self, said: ConsoleMessage) -> None:
        # the browser also reports every page whose status is not 2xx; a form with errors is 422 on purpose
        if said.type in {"error", "warning"} and "server responded with a status of 4" not in said.text:
            self.complaints.append(f"{self.page.url}: {said.text}")

    def _note_failure(self, request: Request) -> None:
        # a page that is left while it loads, and a download, end their request on purpose
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.url}: {request.failure}")

    def _note(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.document = response
        if response.status >= 500:
            self.complaints.append(f"{response.url}: {response.status}")

    def go(self, path: str) -> None:
        """Open an address of the product."""
        self.page.goto(self.url + path)

    def send(self, form: str, button: str = "button[type=submit]") -> None:
        """Send the form whose action ends so, and wait for the answer."""
        with self.page.expect_navigation():
            self.page.locator(f"form[action$='{form}'] >> {button} >> visible=true").first.click()

    def click(self, selector: str) -> None:
        """Follow a link or press a button that leads to another page."""
        with self.page.expect_navigation():
            self.page.locator(f"{selector} >> visible=true").first.click()

    def choose(self, name: str, value: str) -> None:
        """Choose a radio button or tick a box by its label, as people do."""
        box = self.page.locator(f"main input[name='{name}'][value='{value}']")
        self.page.locator(f"label[for='{box.get_attribute('id')}']").click()
        assert box.is_checked()

    def untick(self, name: str, value: str) -> None:
        """Take a tick away, by its label."""
        box = self.page.locator(f"main input[name='{name}'][value='{value}']")
        self.page.locator(f"label[for='{box.get_attribute('id')}']").click()
        assert not box.is_checked()

    def sign_in(self, name: str) -> None:
        """Sign in as a member of the demo's staff."""
        self.go("/accounts/login/?next=/staff/")
        self.page.fill("input[name=login]", name)
        self.page.fill("input[name=password]", STAFF_PASSWORD)
        self.send("/accounts/login/")

    @property
    def text(self) -> str:
        """Return what can be read on the page."""
        return self.page.inner_text("main")

    def look(self, name: str) -> None:
        """Look at the page as it is now: keep a picture, and remember what is too wide (test_pages.py looks closer)."""
        self.picture(name, self.width)
        if is_too_wide(self.page):
            self.problems.append(f"{name} {self.page.url}: {self.page.evaluate(WIDEST)}")

    def look_twice(self, name: str) -> None:
        """Look at the page on a screen, and as on a phone."""
        own = self.width
        for self.width in (NARROW, WIDE):
            self.page.set_viewport_size({"width": self.width, "height": HEIGHTS[self.width]})
            self.look(name)
        self.width = own
        self.page.set_viewport_size({"width": own, "height": HEIGHTS[own]})

    def picture(self, name: str, width: int) -> None:
        """Keep a picture of the whole page when DSR_SCREENSHOTS names a folder."""
        folder = os.environ.get("DSR_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            stem = re.sub(r"[^a-z0-9-]+", "-", f"{self.tale}-{name}-{self.language}-{width}".lower()).strip("-")
            self.page.screenshot(path=Path(folder) / f"{stem}.png", full_page=True)

    def close(self) -> None:
        """Close the browser, and fail for everything that went wrong unnoticed on the way."""
        self.context.close()
        assert (self.complaints, self.problems) == ([], [])


def barriers(page: Page) -> list[str]:
    """Return what axe finds."""
    found = Axe().run(page, options={"runOnly": AXE_TAGS, "resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"][:3]]


def is_too_wide(page: Page) -> bool:
    """Say whether one would have to scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


WIDEST = """() => {
  const wide = [...document.querySelectorAll("main *, header *, footer *")]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1);
  return wide.slice(-3).map((e) => `${e.tagName.toLowerCase()}.${e.className}`).join(", ");
}"""
