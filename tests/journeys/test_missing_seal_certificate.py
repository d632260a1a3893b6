"""An agent asks OMRON Software on the web, in English; the seal certificate is missing, is asked for, and comes by post."""

import pytest

from tests.browser.pictures import as_jpeg, paper, passport
from tests.journeys.steps import OPEN_ALL, accept, attach, follow, line_states, look_at, mails_to, rebuilt, submit, take

pytestmark = [pytest.mark.browser, pytest.mark.journey]

PRINCIPAL, AGENT = "Yoshio Takasaki", "Margaret O'Neill"
ADDRESS = "20 Nakano, Terado-cho, Muko-shi, Kyoto"
EMAIL = "m.oneill@example.com"
MISSING = "This one (the original, issued within the last 3 months): Seal registration certificate"


def ask(agent):
    """Fill in the form for somebody else, with the licence and passport of both. Returns number and secret."""
    page = agent.page
    agent.go("/desks/omron-software/request/")
    agent.choose("residence", "JP")
    agent.choose("who", "appointed_agent")
    agent.send("/request/")
    agent.choose("kinds", "disclosure")
    page.fill("#id_scope_disclosure", "Everything stored about the member account of Mr Takasaki")
    for role, name in (("agent", AGENT), ("principal", PRINCIPAL)):
        page.fill(f"#id_{role}-name", name)
        page.fill(f"#id_{role}-address", ADDRESS)
    page.fill("#id_agent-email", EMAIL)
    agent.choose("reply_method", "electronic")
    attach(agent, "identity_of_principal", "passport.jpg", passport())
    attach(agent, "identity_of_agent", "licence.jpg", as_jpeg(paper("運転免許証", "MARGARET O'NEILL", ADDRESS)))
    agent.look_twice("01-originals-go-by-post")
    assert page.locator("input[name=document_seal_certificate]").count() == 0
    return submit(agent)


def scan(clerk, case_url, line, data):
    """Add a scan of what the post brought, to a line of the checklist."""
    clerk.page.goto(case_url)
    clerk.page.evaluate(OPEN_ALL)
    clerk.page.select_option("form[action$='/documents/'] select", label=line)
    file = {"name": "scan.jpg", "mimeType": "image/jpeg", "buffer": data}
    clerk.page.set_input_files("form[action$='/documents/'] input[type=file]", file)
    clerk.send("/documents/")


def test_an_agent_is_asked_for_the_seal_certificate_and_sends_it(product, visit):
    agent = visit(product.url, language="en", tale="seal")
    number, secret = ask(agent)
    rebuilt(product, number, 2)
    clerk = visit(product.url, language="ja", tale="seal")
    case_url = take(clerk, number)
    look_at(clerk, case_url, 1)
    accept(clerk, "passport")
    look_at(clerk, case_url, 2)
    accept(clerk, "driver_licence")

    # the mandate came by post, and nothing with it
    scan(
        clerk,
        case_url,
        "ご本人からの委任状",
        as_jpeg(paper("委任状", "受任者　Margaret O'Neill", "委任者　髙﨑 義男　㊞")),
    )
    rebuilt(product, number, 3)
    look_at(clerk, case_url, 3)
    accept(clerk, "power_of_attorney_registered_seal")
    clerk.page.goto(case_url)
    clerk.look_twice("03-seal-certificate-missing")
    clerk.send("/ask/")
    clerk.look_twice("04-asked")

    follow(agent, number, secret)
    agent.look_twice("05-follow-what-is-missing")
    needed = agent.page.inner_text("section[aria-labelledby=missing]")
    assert MISSING in " ".join(needed.split())
    assert "The original is required: please send it by post." in needed
    mails = mails_to(product, EMAIL)
    assert "We need something more from you" in mails[-1]
    assert "Please open the page below to see what it is." in mails[-1]

    scan(clerk, case_url, "ご本人の印鑑登録証明書", as_jpeg(paper("印鑑登録証明書", "髙﨑 義男", "発行日　今月")))
    rebuilt(product, number, 4)
    look_at(clerk, case_url, 4)
    clerk.look_twice("06-certificate-beside-its-line")
    accept(clerk, "seal_registration_certificate")
    assert set(line_states(product, number).values()) == {"accepted"}
    clerk.send("/verify/")
    clerk.look_twice("07-verified")
    assert product.state(number) == "identity_verified"

    agent.page.reload()
    agent.look_twice("08-follow-verified")
    assert agent.page.locator("section[aria-labelledby=missing]").count() == 0
    told = [action for _actor, action, _facts in product.journal(number)]
    assert [told.count(action) for action in ("ask_for_more", "accept_item", "verify_identity")] == [1, 4, 1]
