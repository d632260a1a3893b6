"""The tables of words: complete, alike in both languages, and blind to what a value says."""

from string import Template

import pytest

from dsr.law.kinds import KINDS
from dsr.rendering.letter_words import keeping, sentence, word, words
from dsr.vocabulary import Kind, ReplyMethod

LANGUAGES = ("ja", "en")
VALUES = {"title", "principal", "method"}


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

    assert keys(words("ja")) == keys(words("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_uses_no_value_that_is_not_given(language):
    sentences = [text for section in words(language)["decision"].values() for text in section.values()]

    assert {name for text in sentences for name in Template(text).get_identifiers()} <= VALUES
    assert all(Template(text).is_valid() for text in sentences)


def test_reads_no_placeholder_in_a_value():
    hostile = "${title} {principal.__class__}"
    written = sentence("en", "gdpr_objection", "granted", title="", method="", principal=hostile)

    assert "about ${title} {principal.__class__} that it concerns" in written


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
