"""An agent writes to Net One Systems on paper, in English; the seal certificate never comes; the refusal is posted."""

import subprocess
from datetime import timedelta

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


def record(clerk, arrived):
    """Type in what arrived by post some days ago. Returns number and secret from the receipt."""
    page = clerk.page
    clerk.click("a[href='/staff/intake/']")
    clerk.look("01-intake-start")
    page.select_option("select[name=desk]", "net-one-systems")
    clerk.choose("channel", "post")
    page.fill("input[name=received_on]", arrived.isoformat())
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
    """Take the case, acknowledge it, accept what came, ask for the certificate that did not."""
    clerk.look("06-case-recorded")
    clerk.send("/assign/")
    clerk.page.evaluate(OPEN_ALL)
    clerk.page.select_option("form[action$='/acknowledge/'] select", "post")
    clerk.send("/acknowledge/")
    while clerk.page.locator(LINE).count():
        line = clerk.page.locator(LINE).first
        line.locator("select").select_option(index=line.locator("select option").count() - 1)
        with clerk.page.expect_navigation():
            line.locator("button[type=submit]").click()
    clerk.look("07-seal-certificate-missing")
    clerk.page.evaluate(OPEN_ALL)
    clerk.send("/ask/")
    clerk.look("08-asked")


def refuse(reviewer, case_url):
    """Refuse on procedure; whoever did may not approve the letter alone."""
    reviewer.sign_in("reviewer")
    reviewer.page.goto(case_url)
    reviewer.click("a[href$='/refuse/']")
    reviewer.look("09-refuse")
    reviewer.click("main form[method=post] button[type=submit]")
    reviewer.look("10-nothing-was-chosen")
    reviewer.choose("ground", "P-ID")
    reviewer.page.fill("textarea[name=reason]", REASON)
    reviewer.click("main form[method=post] button[type=submit]")
    reviewer.look("11-refused")
    assert reviewer.page.locator("#next-step a[href$='/letter/']").count() == 0


def approve(manager, case_url):
    """Read the letter as the second person, and approve it."""
    manager.sign_in("manager")
    manager.page.goto(case_url)
    manager.click("#next-step a[href$='/letter/']")
    assert AGENT in manager.page.frame_locator("iframe").locator("body").inner_text()
    manager.look("12-letter-preview")
    manager.send("/letter/approve/")


def post(clerk, product, case_url):
    """Open the PDF, put it into the post, write down the number; once without it, which is refused."""
    until(lambda: product.value("SELECT count(*) FROM dsr_letter WHERE pdf_sha256 <> ''"), "the letter is a PDF")
    clerk.page.goto(case_url)
    clerk.look("13-letter-ready")
    form = "#next-step form[action$='/delivery/']"
    clerk.choose("channel", "recorded_post")
    clerk.click(f"{form} button[type=submit]")
    clerk.look("14-number-is-missing")
    clerk.page.fill(f"{form} input[name=tracking]", TRACKING)
    clerk.click(f"{form} button[type=submit]")
    clerk.look("15-replied")


LINE = "form[action*='/accept/']:not(:has(option[value='seal_registration_certificate'])) >> visible=true"
OPEN_ALL = "document.querySelectorAll('main details').forEach((part) => { part.open = true; })"
JOURNAL = ["submit_request", "assign", "acknowledge", "ask_for_more", "refuse_on_procedure", "approve_letter"]
JOURNAL += ["attach_pdf", "mark_replied"]


def test_a_paper_request_is_refused_for_a_missing_paper_and_posted(product, visit):
    clerk = visit(product.url, language="en", tale="net-one")
    clerk.sign_in("clerk")
    arrived = product.today - timedelta(days=6)
    number, secret = record(clerk, arrived)
    case_url = clerk.page.url
    assert product.rows("SELECT received_on, channel, requester_type, language FROM dsr_case") == [
        (arrived.isoformat(), "post", "appointed_agent", "en")
    ]
    check_papers(clerk)
    assert product.rows("SELECT code FROM dsr_checklistitem WHERE status NOT IN ('accepted', 'waived')") == [
        ("seal_certificate",)
    ]
    refuse(visit(product.url, language="en", tale="net-one"), case_url)
    approve(visit(product.url, language="en", tale="net-one"), case_url)
    assert product.state(number) == "decided"
    post(clerk, product, case_url)
    assert product.state(number) == "replied"

    told = [(action, facts) for _actor, action, facts in product.journal(number) if action in JOURNAL]
    assert [action for action, _facts in told] == JOURNAL
    facts = dict(told)
    assert facts["submit_request"]["received_on"] == arrived.isoformat()
    assert facts["submit_request"]["backdate_reason"] == "other_department"
    assert facts["ask_for_more"] == {"items": ["seal_certificate"]}
    assert facts["refuse_on_procedure"] == {"ground": "P-ID"}
    assert facts["mark_replied"]["channel"] == "recorded_post"
    assert product.manage("check_journal") == "The journal is whole.\n"
    the_letter_says_why(clerk, case_url)
    mails_tell_nothing(product, number)
    the_agent_follows(visit(product.url, language="en", tale="net-one"), number, secret)


def the_letter_says_why(clerk, case_url):
    """See that the agent is written to, in English, with the reason, the law, and the way on."""
    answer = clerk.context.request.get(f"{case_url.partition('#')[0]}letter.pdf")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=answer.body(), capture_output=True, check=True
    ).stdout
    words = " ".join(text.decode().split())
    for expected in (AGENT, PRINCIPAL, REASON, "NOS-", "37(1)"):
        assert expected in words, expected
    assert TRACKING not in words


def mails_tell_nothing(product, number):
    """See that the agent got three mails, in English, with the number and nothing about anybody."""
    until(lambda: product.unsent() == 0, "every mail has left")
    mails = [mail for mail in product.mails() if mail["To"] == EMAIL]
    assert len(mails) == product.value("SELECT count(*) FROM dsr_outboxmessage WHERE topic IN (?, ?, ?)", *TOPICS) == 3
    for mail in mails:
        said = mail["Subject"] + mail.get_content()
        assert number in said
        assert [word for word in (*PERSONAL, TRACKING) if word in said] == []


TOPICS = ("mail.received", "mail.more_needed", "mail.replied")


def the_agent_follows(agent, number, secret):
    """Open the case with the receipt that came with the letter."""
    agent.go("/follow/")
    agent.page.fill("input[name=number]", number.lower())
    agent.page.fill("input[name=secret]", secret.replace("-", " "))
    agent.send("/follow/")
    agent.look("16-follow-replied")
    assert PRINCIPAL not in agent.text
