"""Names in other letters, and ways of contact to avoid: asked where they help, kept as typed."""

import pytest

from dsr.models import Case
from tests.web.public.visitor import AGENT, Visitor

LATIN, AVOID = "principal-latin_name", "principal-safe_contact"


@pytest.mark.parametrize(
    ("language", "residence", "asked"),
    [("ja", "JP", False), ("en", "JP", True), ("ja", "GB", True), ("en", "GB", True)],
)
def test_latin_letters_are_asked_of_those_who_are_likely_to_have_a_passport(desks, language, residence, *, asked):
    page = Visitor(language=language, residence=residence).open().text
    assert (f'name="{LATIN}"' in page) is asked


def test_a_latin_name_once_typed_stays_in_the_japanese_form(visitor):
    visitor.send({LATIN: "MARIA da Silva"}, show_in="ja")
    page = visitor.client.get(f"{visitor.form_url}&lang=ja").text
    assert 'value="MARIA da Silva"' in page


def test_both_are_kept_to_the_byte_and_read_again_before_sending(visitor):
    typed = {LATIN: "Takasaki  Yoshio", AVOID: "２１時以降は電話しないで\n郵便は勤務先へ"}
    visitor.send(typed)
    page = visitor.look().text
    assert [words in page for words in ("Takasaki  Yoshio", "２１時以降は電話しないで")] == [True, True]
    visitor.confirm()
    person = Case.objects.get().principal
    assert (person.latin_name, person.safe_contact) == (typed[LATIN], typed[AVOID])


def test_an_agent_is_asked_about_both_people(desks):
    agent = Visitor(who="appointed_agent")
    agent.ask({**AGENT, AVOID: "no post", "agent-safe_contact": "no calls"})
    case = Case.objects.get()
    assert (case.principal.safe_contact, case.agent.safe_contact) == ("no post", "no calls")


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("principal", False),
        ("minor_agent", False),
        ("adult_ward_agent", False),
        ("appointed_agent", True),
        ("qualified_agent", True),
    ],
)
def test_whoever_appointed_an_agent_is_told_and_the_form_says_so(desks, who, *, told):
    page = Visitor(who=who).open().text
    assert 'name="principal-email"' in page
    assert ("We tell this person that somebody asks in their name, and give no details." in page) is told
