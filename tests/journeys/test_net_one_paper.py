"""An agent writes to Net One Systems on paper, in English; the seal certificate never comes; the refusal is posted."""

import subprocess
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.browser.pictures import passport
from tests.browser.product import until

pytestmark = [pytest.mark.browser, pytest.mark.journey]

PRINCIPAL, AGENT = "Amélie Dubois-Nguyễn", "Geoffrey Hawthorne"
ADDRESS = "3-14-1 Minami-Aoyama, Minato-ku, Tokyo"
EMAIL = "g.hawthorne@example.com"
TRACKING = "123-45-67890-1"
REASON = (
    "The power of attorney came without the certificate of the registered seal, so the mandate cannot be confirmed. "
    "Please send the certificate to the desk; the request will then go on."
)
PERSONAL = (PRINCIPAL, "Dubois", AGENT, "Hawthorne", ADDRESS, "Minami-Aoyama", EMAIL)


def today() -> date:
    return datetime.now(ZoneInfo("Asia/Tokyo")).date()


def record(clerk):
    """Type in what arrived by post some days ago. Returns number and secret from the receipt."""
    page = clerk.page
    clerk.click("a[href='/staff/intake/']")
    clerk.look("01-intake-start")
    page.select_option("select[name=desk]", "net-one-systems")
    clerk.choose("channel", "post")
    page.fill("input[name=received_on]", (today() - timedelta(days=6)).isoformat())
    clerk.choose("who", "appointed_agent")
    clerk.click("main form button[type=submit]")
    clerk.look("02-back-dated-without-a-reason")
    page.select_option("select[name=backdate_reason]", "other_department")
    clerk.click("main form button[type=submit]")
    clerk.look("03-intake-form")

    clerk.choose("kinds", "disclosure")
    page.fill("textarea[name=scope_disclosure]", "Records of the seminars that I attended in 2024 and 2025")
    page.fill("input[name=agent-name]", AGENT)
    page.fill("textarea[name=agent-address]", ADDRESS)
    page.fill("input[name=agent-postal_code]", "107-0062")
    page.fill("input[name=agent-email]", EMAIL)
    clerk.choose("reply_method", "writing")
    clerk.choose("language", "en")
    paper = {"name": "identity.jpg", "mimeType": "image/jpeg", "buffer": passport()}
    page.set_input_files("input[type=file] >> nth=0", paper)
    clerk.click("main form[method=post] .button-row button[type=submit]")
    clerk.look("04-name-of-the-person-is-missing")
    assert page.input_value("input[name=agent-name]") == AGENT
    assert "identity.jpg" in clerk.text

    page.fill("input[name=principal-name]", PRINCIPAL)
    clerk.click("main form[method=post] .button-row button[type=submit]")
    clerk.look("05-receipt-to-enclose")
    number, secret = page.locator(".receipt-number").all_inner_texts()
    clerk.click("a.button[href*='/staff/cases/']")
    return number, secret


def check_papers(clerk):
    """Take the case, acknowledge it, accept what came, reject the mandate without its certificate, ask for more."""
    clerk.look("06-case-recorded")
    clerk.send("/assign/")
    clerk.page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
    clerk.page.select_option("form[action$='/acknowledge/'] select", "post")
    clerk.send("/acknowledge/")
    clerk.look("07-acknowledged")
    while accept := clerk.page.locator("form[action*='/accept/'] >> visible=true").all():
        open_lines = [form for form in accept if "seal" not in form.inner_html()]
        if not open_lines:
            break
        box = open_lines[0].locator("select")
        box.select_option(index=box.locator("option").count() - 1)
        with clerk.page.expect_navigation():
            open_lines[0].locator("button[type=submit]").click()
    clerk.look("08-seal-certificate-missing")
    clerk.send("/ask/")
    clerk.look("09-asked")


def test_a_paper_request_is_refused_for_a_missing_paper_and_posted(product, visit):
    clerk = visit(product.url, language="en", tale="net-one")
    clerk.sign_in("clerk")
    number, secret = record(clerk)
    check_papers(clerk)
