"""The address block: where each country's post looks for the code, and how the reader is addressed."""

import pytest

from dsr.persons import PersonDetails
from dsr.rendering.letter_address import address_block, addressee
from dsr.vocabulary import RequesterType

# language, postal code, address, the block
BLOCKS = [
    (
        "ja",
        "617-0002",
        "京都府向日市寺戸町53番地\nグリーンハイツ203号室",
        "〒617-0002\n京都府向日市寺戸町53番地\nグリーンハイツ203号室",
    ),
    ("ja", "106-0032", "1-9-9 Roppongi, Minato-ku, Tokyo", "〒106-0032\n1-9-9 Roppongi, Minato-ku, Tokyo"),
    (
        "ja",
        "EC1A 1BB",
        "12 Little Britain\nLondon\nUnited Kingdom",
        "12 Little Britain\nLondon EC1A 1BB\nUnited Kingdom",
    ),
    ("en", "617-0002", "京都府向日市寺戸町53番地", "〒617-0002\n京都府向日市寺戸町53番地"),
    ("en", "106-0032", "1-9-9 Roppongi, Minato-ku, Tokyo", "1-9-9 Roppongi, Minato-ku, Tokyo 106-0032"),
    ("en", "106-0032", "1-9-9 Roppongi, Minato-ku\nTokyo\nJapan", "1-9-9 Roppongi, Minato-ku\nTokyo 106-0032\nJapan"),
    (
        "en",
        "EC1A 1BB",
        "12 Little Britain\nLondon\nUnited Kingdom",
        "12 Little Britain\nLondon EC1A 1BB\nUnited Kingdom",
    ),
    ("en", "EC1A 1BB", "12 Little Britain, London, UK", "12 Little Britain, London EC1A 1BB\nUK"),
    ("en", "EC1A 1BB", "12 Little Britain, London EC1A 1BB, UK", "12 Little Britain, London EC1A 1BB, UK"),
    ("en", "10115", "Invalidenstraße 12\nBerlin\nGermany", "Invalidenstraße 12\n10115 Berlin\nGermany"),
    ("en", "10115", "Invalidenstraße 12, Berlin, GERMANY", "Invalidenstraße 12, 10115 Berlin\nGERMANY"),
    ("en", "94103", "800 Market St\nSan Francisco, CA\nUSA", "800 Market St\nSan Francisco, CA 94103\nUSA"),
    ("en", "238823", "Singapore", "238823\nSingapore"),
    ("en", "00100", "Kenyatta Avenue\nNairobi", "Kenyatta Avenue\nNairobi\n00100"),
    ("en", "00100", "", "00100"),
    ("en", "617-0002", "", "617-0002"),
    ("ja", "", " 京都府向日市 \n\n寺戸町", "京都府向日市\n寺戸町"),
]


@pytest.mark.parametrize(("language", "code", "address", "block"), BLOCKS)
def test_puts_the_code_where_the_post_looks_for_it(language, code, address, block):
    person = PersonDetails(name="Zoë", postal_code=code, address=address)

    assert address_block(person, language) == block


@pytest.mark.parametrize("requester_type", RequesterType)
def test_addresses_an_attorney_as_one(requester_type):
    found = addressee(PersonDetails(name="葛󠄀城 さくら"), requester_type, "ja")

    assert found["is_attorney"] is (requester_type == RequesterType.QUALIFIED_AGENT)


@pytest.mark.parametrize(
    ("language", "code", "address", "name_first"),
    [
        ("ja", "617-0002", "京都府向日市", False),
        ("ja", "EC1A 1BB", "London, United Kingdom", True),
        ("ja", "", "", False),
        ("en", "617-0002", "京都府向日市", False),
        ("en", "106-0032", "1-9-9 Roppongi, Minato-ku, Tokyo", True),
        ("en", "", "", True),
    ],
)
def test_puts_the_name_where_the_post_looks_for_it(language, code, address, name_first):
    found = addressee(PersonDetails(name="Zoë", postal_code=code, address=address), RequesterType.PRINCIPAL, language)

    assert found["name_first"] is name_first


@pytest.mark.parametrize(("lines", "long"), [(3, False), (4, True)])
def test_sets_a_block_smaller_that_would_leave_the_window(lines, long):
    person = PersonDetails(name="山田 太郎", postal_code="617-0002", address="\n".join(["京都府"] * lines))

    assert addressee(person, RequesterType.PRINCIPAL, "ja")["long"] is long
