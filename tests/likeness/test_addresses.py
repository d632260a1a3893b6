"""Addresses on papers and in requests: by hand, what a comparison says about each pair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.likeness import Hint, compare_addresses
from dsr.names import visible_text

H = Hint
TERADO = "京都府向日市寺戸町中野20番地"
LETTERS = (
    "〒617-0002 京都府向日市寺戸町大字中野霞ヶケが関一二十〇三丁目番地号のノ之123４５－ー-　・コーポ室条県東北kyoto"
)

PAIRS = [
    (TERADO, TERADO, {H.SAME}),
    (f" {TERADO}\n", TERADO, {H.SAME}),
    (TERADO, "", {H.NOT_GIVEN}),
    ("", "", {H.NOT_GIVEN}),
    # the writing of numbers
    ("京都府向日市寺戸町２０", "京都府向日市寺戸町20", {H.DIGITS}),
    ("東京都港区芝１－２－３", "東京都港区芝1-2-3", {H.DIGITS}),
    ("東京都港区芝1ー2ー3", "東京都港区芝1-2-3", {H.DIGITS}),
    ("東京都港区芝一丁目二番三号", "東京都港区芝1丁目2番3号", {H.KANJI_DIGITS}),
    ("京都府向日市寺戸町中野二十番地", "京都府向日市寺戸町中野20番地", {H.KANJI_DIGITS}),
    ("京都府向日市寺戸町中野二〇番地", "京都府向日市寺戸町中野20番地", {H.KANJI_DIGITS}),
    ("京都府向日市寺戸町五十三", "京都府向日市寺戸町53", {H.KANJI_DIGITS}),
    ("北海道札幌市中央区北一条西二丁目", "北海道札幌市中央区北1条西2丁目", {H.KANJI_DIGITS}),
    # the style of the block
    ("東京都港区芝1丁目2番3号", "東京都港区芝1-2-3", {H.BLOCK_STYLE}),
    ("東京都港区芝1丁目2-3", "東京都港区芝1-2-3", {H.BLOCK_STYLE}),
    ("東京都港区芝1の2の3", "東京都港区芝1-2-3", {H.BLOCK_STYLE}),
    ("京都府向日市寺戸町中野20番地", "京都府向日市寺戸町中野20", {H.BLOCK_STYLE}),
    ("京都府向日市寺戸町中野20番地の1", "京都府向日市寺戸町中野20-1", {H.BLOCK_STYLE}),
    ("北海道札幌市中央区北1条西2丁目3番", "北海道札幌市中央区北1条西2-3", {H.BLOCK_STYLE}),
    ("東京都港区芝一丁目二番三号", "東京都港区芝１－２－３", {H.DIGITS, H.KANJI_DIGITS, H.BLOCK_STYLE}),
    ("東京都千代田区一番町二番地", "東京都千代田区一番町2", {H.KANJI_DIGITS, H.BLOCK_STYLE}),
    # spelling of places
    ("東京都千代田区霞ヶ関1-1", "東京都千代田区霞が関1-1", {H.VARIANTS}),
    ("東京都千代田区霞ケ関1-1", "東京都千代田区霞ヶ関1-1", {H.VARIANTS}),
    ("愛知県一宮市一之宮1", "愛知県一宮市一ノ宮1", {H.VARIANTS}),
    ("東京都世田谷区髙井戸1-1", "東京都世田谷区高井戸1-1", {H.VARIANTS}),
    ("大阪府茨木市大字安威20", "大阪府茨木市安威20", {H.SECTION_MARK}),
    ("大阪府茨木市大字安威字中20", "大阪府茨木市安威中20", {H.SECTION_MARK}),
    ("京都府 向日市 寺戸町53", "京都府向日市寺戸町53", {H.SPACING}),
    ("京都府向日市寺戸町53　コーポ寺戸", "京都府向日市寺戸町53コーポ寺戸", {H.SPACING}),
    # parts that are missing
    ("京都府向日市寺戸町53", "向日市寺戸町53", {H.PREFECTURE_MISSING}),
    ("京都府向日市寺戸町53", "寺戸町53", {H.PREFECTURE_MISSING, H.TOWN_PARTLY}),
    ("愛知県愛知郡東郷町春木1", "愛知県東郷町春木1", {H.TOWN_PARTLY}),
    ("京都府向日市寺戸町53 コーポ寺戸201", "京都府向日市寺戸町53", {H.BUILDING_MISSING}),
    ("京都府向日市寺戸町53 コーポ寺戸201号室", "京都府向日市寺戸町53-201", {H.BUILDING_MISSING}),
    ("京都府向日市寺戸町53 コーポ寺戸201", "京都府向日市寺戸町53-201", {H.BUILDING_MISSING}),
    ("京都府向日市寺戸町53", "京都府向日市寺戸町53-2", {H.BRANCH}),
    ("京都府向日市寺戸町53 コーポ寺戸201", "京都府向日市寺戸町53 コーポ寺戸202", {H.BUILDING_DIFFERS}),
    ("京都府向日市寺戸町53 コーポ寺戸201号室", "京都府向日市寺戸町53 コーポ寺戸201", {H.BLOCK_STYLE}),
    ("日本国京都府向日市寺戸町53", "京都府向日市寺戸町53", {H.SPACING}),
    # postal codes
    ("〒617-0002 京都府向日市寺戸町53", "6170002 京都府向日市寺戸町53", {H.SPACING}),
    ("〒617-0002 京都府向日市寺戸町53", "〒617-0003 京都府向日市寺戸町53", {H.POSTAL_DIFFERS}),
    ("〒617-0002 京都府向日市寺戸町53", "京都府向日市寺戸町53", {H.POSTAL_MISSING}),
    ("〒617-0002 京都府向日市寺戸町53", "〒600-8001 京都市下京区四条通1", {H.POSTAL_DIFFERS, H.DIFFERENT}),
    # different
    ("京都府向日市寺戸町53", "京都府向日市寺戸町54", {H.DIFFERENT}),
    ("京都府向日市寺戸町53", "京都府向日市物集女町53", {H.DIFFERENT}),
    ("東京都府中市本町1", "広島県府中市本町1", {H.DIFFERENT}),
    ("東京都港区芝1-2-3", "東京都港区芝1-23", {H.DIFFERENT}),
    ("京都府向日市寺戸町", "京都府向日市寺戸町53", {H.DIFFERENT}),
    # Latin letters
    ("53 Teradocho, Muko-shi, Kyoto", "Kyoto, Muko-shi, Teradocho 53", {H.ORDER}),
    ("53 TERADOCHO Muko Kyoto", "53 Teradocho, Muko, Kyoto", {H.WRITING}),
    ("53 Teradocho, Muko-shi, Kyoto", "京都府向日市寺戸町53", {H.OTHER_SCRIPT}),
    ("1 Main Street, London", "2 High Street, Leeds", {H.PART_SAME}),
]


@pytest.mark.parametrize(("one", "other", "hints"), PAIRS)
def test_what_is_said_about_two_addresses(one: str, other: str, hints: set[Hint]) -> None:
    assert compare_addresses(one, other) == hints
    assert compare_addresses(other, one) == hints


def test_every_hint_about_addresses_has_a_pair() -> None:
    about_people = {H.SMALL_KANA, H.VOICING, H.SAME_SOUND, H.LONG_VOWELS, H.FORMER_NAME, H.LATIN_NAME, H.PART_MISSING}
    assert {hint for *_pair, hints in PAIRS for hint in hints} == set(Hint) - about_people


TEXTS = st.one_of(st.text(st.sampled_from(LETTERS), max_size=14), st.text(max_size=14))


@given(TEXTS, TEXTS)
def test_the_order_of_the_two_makes_no_difference(one: str, other: str) -> None:
    found = compare_addresses(one, other)
    assert found == compare_addresses(other, one) != frozenset()
    assert H.SAME not in found or len(found) == 1


@given(TEXTS)
def test_an_address_is_the_same_as_itself(address: str) -> None:
    assert compare_addresses(address, address) == {H.SAME if visible_text(address) else H.NOT_GIVEN}
