"""Claims in words: what was ticked is read back in either language, what was typed stays."""

import pytest
from django.utils.translation import override

from dsr.law.claims import claims_in_words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", ""),
        ("breach", "A data breach that must be reported has occurred"),
        ("no_longer_needed,other", "The company no longer needs the data, Another reason"),
        ("stop_use, erase", "Stop using the data, Erase the data"),
        ("they sold it, twice", "they sold it, twice"),
        ("breach,they sold it", "breach,they sold it"),
    ],
)
def test_codes_are_read_in_words(written: str, words: str) -> None:
    with override("en"):
        assert claims_in_words(written) == words
