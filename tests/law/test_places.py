"""Places stand in explanations by their names, never by their codes."""

import pytest
from django.utils.translation import override

from dsr.law.calendars import EEA, UK_NATIONS
from dsr.law.places import EEA_COUNTRIES, place_name

NAMES = [
    ("DE", "ドイツ", "Germany"),
    ("DE-BY", "ドイツ", "Germany"),
    ("GB-ENG", "英国（イングランド）", "England"),
    ("US-CA", "米国カリフォルニア州", "California, USA"),
    ("JP", "日本", "Japan"),
    ("XX", "XX", "XX"),
]


@pytest.mark.parametrize(("code", "japanese", "english"), NAMES)
def test_a_place_has_a_name_in_both_languages(code, japanese, english):
    with override("ja"):
        assert place_name(code) == japanese
    with override("en"):
        assert place_name(code) == english


def test_every_place_whose_holidays_may_count_has_a_name():
    assert set(EEA_COUNTRIES) == EEA
    assert [code for code in (*UK_NATIONS, "GB", "JP", "KR", "US-CA") if place_name(code) == code] == []
