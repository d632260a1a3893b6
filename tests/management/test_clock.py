"""`manage.py clock` and the calculator page: the vectors of the domain page, one answer for both, and bad values."""

import json
import re
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override

from dsr.queries.reckoning import CLOCKS
from tests.factories import desk

pytestmark = pytest.mark.django_db

ADDRESS = "/desks/citizen-systems-japan/deadline/"


def run(line: str, *, language: str = "en") -> str:
    out = StringIO()
    call_command("clock", *line.split(), "--language", language, stdout=out)
    return out.getvalue()


def asked(line: str) -> dict:
    return json.loads(run(f"{line} --json"))


VECTORS = {
    "V1": ("JP-ART39 --received 2026-04-01", {"due": "2026-04-16", "warn_on": "2026-04-15"}),
    "V2": ("JP-ART39 --received 2026-12-21", {"due": "2027-01-05", "warn_on": "2027-01-04"}),
    "V4": ("JP-APPI --target 10 --received 2026-12-21", {"due": "2027-01-08", "latest": "2027-01-08"}),
    "V6": ("JP-APPI --target 5 --received 2026-12-25", {"due": "2027-01-07"}),
    "V7": ("EU-GDPR --country DE --received 2026-11-26", {"due": "2026-12-28", "latest": "2027-02-26"}),
    "V7 extended": ("EU-GDPR --country DE --received 2026-11-26 --extended", {"due": "2027-02-26"}),
    "V11": ("EU-GDPR --country DE --received 2027-03-05", {"due": "2027-04-05", "latest": "2027-06-07"}),
    "V12": ("EU-GDPR --country DE --received 2027-08-31", {"due": "2027-09-30"}),
    "V14": ("UK --country GB-ENG --received 2026-09-03", {"due": "2026-10-05", "extension_notice_by": "2026-10-05"}),
    "V16": (
        "US-CA --received 2026-12-01",
        {"due": "2027-01-15", "warn_on": "2027-01-14", "latest": "2027-03-01", "acknowledge_by": "2026-12-15"},
    ),
    "V17": ("US-CA-OPTOUT --received 2026-12-18", {"due": "2027-01-12"}),
    "V18": ("JP-ADM --received 2026-12-01", {"due": "2026-12-31", "latest": "2027-01-30"}),
    "V19": (
        "JP-ADM --received 2026-12-01 --paused 2026-12-07..2026-12-14",
        {"due": "2027-01-07", "latest": "2027-02-06"},
    ),
    "V20": ("JP-BREACH --received 2026-12-01", {"due": "2027-01-04"}),
    "V23": ("BR --received 2026-12-21", {"due": "2027-01-05"}),
    "S02": ("JP-ART39 --received 2026-11-24", {"due": "2026-12-09", "warn_on": "2026-12-08"}),
    "S33": ("US-CA --received 2026-12-01 --paused 2026-12-03..2026-12-20", {"due": "2027-01-15"}),
}


@pytest.mark.parametrize("number", VECTORS)
def test_command_agrees_with_the_domain_page(number):
    line, expected = VECTORS[number]
    found = asked(f"--regime {line}")
    assert {name: found[name] for name in expected} == expected


def test_command_counts_the_target_of_a_desk_over_its_own_closing_days():
    desk("omron-software")
    found = asked("--regime JP-APPI --desk omron --received 2026-12-21")
    assert (found["due"], found["desk"], found["business_days"]) == ("2027-01-08", "omron-software", 10)
    assert asked("--regime JP-APPI --desk omron --target 5 --received 2026-12-25")["due"] == "2027-01-07"
    assert asked("--regime JP-APPI --desk omron --kind disclosure --received 2026-12-21")["due"] == "2027-01-08"


KEYS = {"regime", "due", "warn_on", "extension_notice_by", "latest", "steps", "source", "verified"}


@pytest.mark.parametrize("clock", CLOCKS)
def test_every_clock_answers_with_the_same_keys_and_ends_with_its_day(clock):
    target = "--target 10" if clock == "JP-APPI" else ""
    found = asked(f"--regime {clock} {target} --received 2026-12-01")
    assert found.keys() >= KEYS
    assert found["regime"] == clock
    assert (found["steps"][-1] == "This rule was not confirmed in a primary source.") is not found["verified"]


def test_command_speaks_japanese():
    assert "期限は2027年1月8日（金）です。" in run(
        "--regime JP-APPI --target 10 --received 令和8年12月21日", language="ja"
    )


def test_command_says_that_a_pause_does_not_stop_article_39():
    steps = asked("--regime JP-ART39 --received 2026-12-21 --paused 2026-12-22..2026-12-24")["steps"]
    assert "Waiting for the requester does not pause this deadline." in steps


BAD = {
    "--regime EU-GDRP --received 2026-12-01": "did you mean EU-GDPR?",
    "--regime EU-GDPR --received 2026-02-30": "--received must be a date",
    "--regime EU-GDPR --received 2026-12-01 --country JP": "This country does not belong to this law.",
    "--regime EU-GDPR --received 2026-12-01 --country XX": "This country does not belong to this law.",
    "--regime UK --received 2026-12-01 --country DE": "This country does not belong to this law.",
    "--regime JP-APPI --received 2026-12-01": "give the number of business days, or a desk",
    "--regime JP-APPI --received 2026-12-01 --target 0": "Choose 1 to 100 business days.",
    "--regime JP-APPI --received 2026-12-01 --target 101": "Choose 1 to 100 business days.",
    "--regime JP-APPI --received 2021-12-01 --target 10": "did not exist yet on that day",
    "--regime EU-GDPR --received 2100-01-01": "Choose a day of the years 2005 to 2099.",
    "--regime KR --received 2026-12-01 --extended": "This law knows no extension of a fixed length.",
    "--regime JP-ART39 --received 2026-12-01 --extended": "This law knows no extension of a fixed length.",
    "--regime JP-ADM --received 2026-12-01 --paused 2026-12-07": "--paused must be FROM..TO",
    "--regime JP-ADM --received 2026-12-01 --paused 2026-12-14..2026-12-07": "A pause cannot end before it begins.",
    "--regime JP-ADM --received 2026-12-01 --paused 2026-11-30..2026-12-07": "A pause cannot begin before",
    "--regime JP-ADM --received 2026-12-01 --paused 2026-12-02..:holiday": 'No reason is called "holiday"',
}


@pytest.mark.parametrize("line", BAD)
def test_command_answers_a_bad_value_with_one_sentence(line):
    with pytest.raises(CommandError, match=re.escape(BAD[line])) as refused:
        run(line)
    assert refused.value.returncode == 2


# --- the page -------------------------------------------------------------------------------------------------------


def page(language: str = "en", **query: str):
    desk("citizen-systems-japan")
    return Client().get(f"{ADDRESS}?{urlencode(query | {'lang': language})}")


ANSWERS = {
    "V4": ({"clock": "JP-APPI", "received": "2026-12-21"}, "--desk citizen-systems", "Fri 8 Jan 2027"),
    "V2": ({"clock": "JP-ART39", "received": "令和8年12月21日"}, "", "Tue 5 Jan 2027"),
    "V7": ({"clock": "EU-GDPR", "received": "2026-11-26", "country": "DE"}, "--country DE", "Mon 28 Dec 2026"),
    "V14": ({"clock": "UK", "received": "2026-09-03", "country": "GB-ENG"}, "--country GB-ENG", "Mon 5 Oct 2026"),
    "V16": ({"clock": "US-CA", "received": "2026-12-01"}, "", "Fri 15 Jan 2027"),
    "extended": (
        {"clock": "EU-GDPR", "received": "2026-11-26", "country": "DE", "extended": "on"},
        "--country DE --extended",
        "Fri 26 Feb 2027",
    ),
    "asked": (
        {"clock": "JP-APPI", "received": "2026-12-21", "paused_from": "2026-12-24", "paused_until": "2027-01-04"},
        "--desk citizen-systems --paused 2026-12-24..2027-01-04",
        "Thu 14 Jan 2027",
    ),
}


@pytest.mark.parametrize("number", ANSWERS)
def test_page_gives_the_answer_and_the_steps_of_the_command(number):
    query, line, expected = ANSWERS[number]
    answer = page(**query)
    form = answer.context["form"]
    assert f'<p class="clock-date">{expected}</p>' in answer.content.decode()
    with override("en"):
        said = list(form.answer.sentences())
    assert said == asked(f"--regime {query['clock']} --received {query['received']} {line}")["steps"]


WRONG = {
    "received": {"clock": "JP-APPI", "received": "2026-02-30"},
    "clock": {"clock": "XX", "received": "2026-12-21"},
    "country": {"clock": "EU-GDPR", "received": "2026-12-21", "country": "GB-ENG"},
    "extended": {"clock": "JP-ART39", "received": "2026-12-21", "extended": "on"},
    "paused_from": {"clock": "JP-APPI", "received": "2026-12-21", "paused_until": "2026-12-24"},
    "paused_until": {
        "clock": "JP-APPI",
        "received": "2026-12-21",
        "paused_from": "2026-12-24",
        "paused_until": "2026-12-23",
    },
}


@pytest.mark.parametrize("field", WRONG)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_page_tells_what_is_wrong_beside_the_field_and_keeps_what_was_typed(field, language):
    answer = page(language, **WRONG[field])
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, [field])
    assert form.answer is None
    assert f'value="{WRONG[field]["received"]}"' in answer.content.decode()
    assert form.shows_more is (field in form.seldom)


def test_page_refuses_a_target_that_the_calendar_of_the_desk_does_not_reach():
    answer = page(clock="JP-APPI", received="2028-12-25")
    assert "does not reach far enough" in str(answer.context["form"].errors["received"])


def test_page_offers_the_clocks_of_the_laws_that_the_desk_answers_under():
    offered = [code for code, _label in page().context["form"].fields["clock"].choices]
    assert offered == ["JP-APPI", "JP-ART39", "EU-GDPR", "UK", "US-CA", "US-CA-OPTOUT"]
