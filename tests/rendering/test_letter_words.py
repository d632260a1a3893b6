"""The tables of words: complete, alike in both languages, and blind to what a value says."""

from string import Template

import pytest

from dsr.law.kinds import KINDS
from dsr.rendering.letter_words import asked_for, keeping, person, sentence, word, words
from dsr.vocabulary import Kind, ReplyMethod

LANGUAGES = ("ja", "en")
VALUES = {"asked", "principal", "interests", "method"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_has_a_sentence_for_every_decision_that_the_law_knows(language):
    decisions = words(language)["decision"]

    assert [
        (row.code, outcome) for row in KINDS for outcome in row.outcomes if outcome not in decisions[row.kind]
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_has_a_title_and_a_method_for_each(language):
    assert set(words(language)["title"]) == set(Kind.values)
    assert set(words(language)["method"]) == set(words(language)["short_method"]) == set(ReplyMethod.values)


def test_has_the_same_keys_in_both_languages():
    def keys(table):
        return {key: keys(value) if isinstance(value, dict) else None for key, value in table.items()}

    # how a request is called varies with the language
    both = [{key: table for key, table in keys(words(code)).items() if key != "asked"} for code in LANGUAGES]
    assert both[0] == both[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_uses_no_value_that_is_not_given(language):
    sentences = [text for section in words(language)["decision"].values() for text in section.values()]

    assert {name for text in sentences for name in Template(text).get_identifiers()} <= VALUES
    assert all(Template(text).is_valid() for text in sentences)


def test_reads_no_placeholder_in_a_value():
    hostile = "${title} {principal.__class__}"
    written = sentence("en", "gdpr_erasure", "granted", asked="", method="", **person("en", hostile, asks=False))

    assert "about ${title} {principal.__class__}, as set out below" in written


@pytest.mark.parametrize(
    ("language", "kind", "called"),
    [
        ("en", "gdpr_erasure", "your request for erasure of personal data"),
        ("en", "gdpr_objection", "your objection to processing"),
        ("ja", "disclosure", "「保有個人データの開示」のご請求"),
        ("ja", "purpose_notification", "「保有個人データの利用目的の通知」のお求め"),
    ],
)
def test_calls_a_request_by_its_name(language, kind, called):
    assert asked_for(language, kind) == called


@pytest.mark.parametrize(
    ("language", "asks", "principal", "interests"),
    [
        ("en", True, "you", "your rights and interests"),
        ("en", False, "Zoë", "the rights and interests of Zoë"),
        ("ja", True, "Zoë様", "Zoë様の権利利益"),
        ("ja", False, "Zoë様", "Zoë様の権利利益"),
    ],
)
def test_calls_whoever_asks_you(language, asks, principal, interests):
    assert person(language, "Zoë", asks=asks) == {"principal": principal, "interests": interests}


def test_falls_back_to_the_common_word():
    assert word("en", "content", "disclosure") == "What we disclose"
    assert word("en", "content", "cease_use") == "What we have done"


@pytest.mark.parametrize(
    ("days", "years", "ja", "en"),
    [
        (30, None, "30日間保管したうえで", "30 days"),
        (None, 3, "3年間保管したうえで", "3 years"),
        (0, None, "速やかに", ""),
    ],
)
def test_says_how_long_something_is_kept(days, years, ja, en):
    assert (keeping("ja", days=days, years=years), keeping("en", days=days, years=years)) == (ja, en)
