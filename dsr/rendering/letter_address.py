"""The address block that shows in the window of the envelope, written the way the country's post reads it."""

import re
from unicodedata import east_asian_width

from dsr.persons import PersonDetails
from dsr.vocabulary import RequesterType

# Beyond this the block is set smaller, and beyond that it grows downwards.
_LETTERS_PER_LINE, _LINES_IN_WINDOW = 46, 6

_JAPANESE_CODE = re.compile(r"\d{3}-\d{4}")
_KANJI_OR_KANA = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]")


def _countries(names: str) -> frozenset[str]:
    return frozenset(name.strip() for name in names.replace("\n", "|").split("|") if name.strip())


# Where the code stands: behind the town, or in front of it. Behind any other last line it gets a line of its own.
_CODE_BEHIND = _countries(
    """
    united kingdom|great britain|uk|u.k.|england|scotland|wales|northern ireland|ireland|usa|u.s.a.|us|united states
    united states of america|canada|australia|new zealand|japan|india|singapore|thailand|indonesia|south korea|korea
    republic of korea|taiwan|china|people's republic of china|vietnam|philippines|brazil|latvia
    """
)
_CODE_IN_FRONT = _countries(
    """
    germany|deutschland|france|italy|italia|spain|españa|portugal|netherlands|the netherlands|belgium|luxembourg
    austria|österreich|switzerland|liechtenstein|denmark|sweden|norway|finland|iceland|poland|czech republic|czechia
    slovakia|slovenia|hungary|croatia|romania|bulgaria|greece|cyprus|estonia|lithuania|malta|turkey|türkiye|mexico
    malaysia
    """
)


def address_block(person: PersonDetails, language: str) -> str:
    """Return the lines of an address with its postal code, without the name."""
    code, lines = person.postal_code.strip(), [line.strip() for line in person.address.splitlines() if line.strip()]
    if not code or code in person.address:
        return "\n".join(lines)
    if _JAPANESE_CODE.fullmatch(code) and (language == "ja" or _KANJI_OR_KANA.search(person.address)):
        return "\n".join([f"〒{code}", *lines])
    return "\n".join(_with_code(lines, code))


def _with_code(lines: list[str], code: str) -> list[str]:
    """Put the code at the town, in front of the country: "London EC1A 1BB", "10115 Berlin"."""
    *earlier, last = lines or [""]
    rest, _comma, country = last.rpartition(",")
    named = country.strip().casefold()
    if named not in _CODE_BEHIND | _CODE_IN_FRONT:
        japanese = _JAPANESE_CODE.fullmatch(code) and last
        return [*earlier, f"{last} {code}"] if japanese else [*filter(None, lines), code]
    if rest:
        earlier.append(rest.strip())
    if not earlier:
        return [code, last]
    street, comma, town = earlier[-1].rpartition(", ")
    with_code = f"{code} {town}" if named in _CODE_IN_FRONT else f"{town} {code}"
    return [*earlier[:-1], f"{street}{comma}{with_code}", country.strip()]


def addressee(person: PersonDetails, requester_type: str, language: str) -> dict[str, str | bool]:
    """Return what stands in the window. An attorney or scrivener is addressed as one (先生).

    The name comes last where the address is written from the prefecture down, and first everywhere else.
    """
    address = address_block(person, language)
    japanese = bool(_KANJI_OR_KANA.search(address)) or address.startswith("〒")
    lines = [*address.splitlines(), person.organisation, person.name, person.name]
    return {
        "address": address,
        "organisation": person.organisation,
        "name": person.name,
        "name_first": not japanese and (bool(address) or language != "ja"),
        "is_attorney": requester_type == RequesterType.QUALIFIED_AGENT,
        "long": sum(map(_printed_lines, lines)) > _LINES_IN_WINDOW,
    }


def _printed_lines(line: str) -> int:
    """Return about how many lines of the block some words take; a kanji is as wide as two letters."""
    width = sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in line)
    return -(-width // _LETTERS_PER_LINE)
