"""Somebody sends OMRON Software a certificate of alien registration of 2010, is told what took its place, and sends that."""

import pytest

from tests.browser.pictures import as_jpeg, paper
from tests.journeys.steps import OPEN_ALL, accept, attach, follow, line_states, look_at, rebuilt, submit, take

pytestmark = [pytest.mark.browser, pytest.mark.journey]

NAME, ADDRESS = "Nguyễn Thị Hồng", "Terado-cho 53, Muko-shi, Kyoto"
LINE = "identity_of_principal"
ENDED = "Certificate of alien registration: no longer valid. Its last day was 8 July 2015."
SUCCESSORS = ("Residence card", "Special permanent resident certificate")


def ask(person):
    """Fill in the form and attach the old certificate. Returns number and secret."""
    page = person.page
    person.go("/desks/omron-software/request/")
    person.choose("residence", "JP")
    person.choose("who", "principal")
    person.send("/request/")
    person.choose("kinds", "disclosure")
    page.fill("#id_scope_disclosure", "My repair requests since 2010")
    page.fill("#id_principal-name", NAME)
    page.fill("#id_principal-address", ADDRESS)
    page.fill("#id_principal-email", "hong.nguyen@example.com")
    person.choose("reply_method", "electronic")
    page.evaluate(OPEN_ALL)
    person.look_twice("01-form-says-what-is-no-longer-valid")
    papers = page.inner_text("section[aria-labelledby=papers]")
    for said in ("Certificate of alien registration", "8 Jul 2015", *SUCCESSORS):
        assert said in papers, said
    old = paper("外国人登録証明書", "NGUYEN THI HONG", "2010年3月15日 交付", "次回確認（切替）申請期間　2017年")
    attach(person, LINE, "gaitosho.jpg", as_jpeg(old))
    return submit(person)


def describe(clerk, kind):
    """Note what the document is that is looked at."""
    clerk.page.select_option("#describe select[name=kind]", kind)
    clerk.page.fill("#describe input[name=issued_on]", "平成22年3月15日")
    clerk.click("#describe button[type=submit]")


def reject(clerk, reason):
    """Say that the document that is looked at does not count."""
    clerk.page.evaluate(OPEN_ALL)
    clerk.page.select_option("#line form[action*='/reject/'] select", reason)
    clerk.click("#line form[action*='/reject/'] button[type=submit]")


def send_another(person, data):
    """Add a file from the page of the case."""
    person.click("section[aria-labelledby=missing] a[href*='/add/']")
    person.look_twice("06-add-a-file")
    person.page.set_input_files("input[type=file]", {"name": "card.jpg", "mimeType": "image/jpeg", "buffer": data})
    person.click("main form[enctype] button[type=submit]")
    person.look_twice("07-file-added")


def test_a_certificate_of_2010_is_replaced_by_a_residence_card(product, visit):
    person = visit(product.url, language="en", tale="ended")
    number, secret = ask(person)
    rebuilt(product, number, 1)
    clerk = visit(product.url, language="ja", tale="ended")
    case_url = take(clerk, number)
    look_at(clerk, case_url, 1)
    describe(clerk, "alien_registration_certificate")
    clerk.look_twice("03-described")
    reject(clerk, "expired")
    clerk.look_twice("04-rejected")
    clerk.send("/ask/")

    follow(person, number, secret)
    person.look_twice("05-follow-no-longer-valid")
    needed = " ".join(person.page.inner_text("section[aria-labelledby=missing]").split())
    assert f"{ENDED} Send one of these: {', '.join(SUCCESSORS)}" in needed
    send_another(person, as_jpeg(paper("在留カード", "NGUYEN THI HONG", ADDRESS, "2029年3月15日まで有効")))
    rebuilt(product, number, 2)

    look_at(clerk, case_url, 2)
    clerk.look_twice("08-residence-card")
    accept(clerk, "residence_card")
    assert line_states(product, number) == {LINE: "accepted"}
    clerk.send("/verify/")
    assert product.state(number) == "identity_verified"
    person.page.reload()
    person.look_twice("09-follow-verified")
    assert "no longer valid" not in person.text
