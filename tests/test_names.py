"""Names: found however they are typed, stored as typed, shown without tricks, masked for their owner."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from dsr import names
from dsr.name_variants import SOUNDS, VARIANTS


def found(query, *stored):
    wanted = names.query_tokens(query)
    return bool(wanted) and wanted <= names.name_tokens(*stored)


@pytest.mark.parametrize(
    ("query", "stored"),
    [
        ("山田", "山田 太郎"),
        ("山田太郎", "山田　太郎"),
        ("山田 太郎", "山田太郎"),
        ("太郎 山田", "山田 太郎"),
        ("山田 太", "山田 太郎"),
        ("林", "林 次郎"),
        ("林", "林次郎"),
        ("高橋", "髙橋 花子"),
        ("髙橋", "高橋 花子"),
        ("高崎", "髙﨑"),
        ("吉野", "𠮷野"),
        ("葛城", "葛\U000e0100城"),
        ("葛\U000e0100城", "葛城"),
        ("渡辺", "渡邉"),
        ("渡邊", "渡邉\U000e0103"),
        ("斉藤", "齋藤"),
        ("斎藤", "齊藤"),
        ("浜田", "濵田"),
        ("沢田広", "澤田 廣"),
        ("神谷", "\ufa19谷"),
        ("佐佐木", "佐々木"),
        ("いすず", "いすゞ"),
        ("ﾔﾏﾀﾞ", "ヤマダ タロウ"),
        ("やまだ", "ヤマダ タロウ"),
        ("ヤマダ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("しようこ", "ショウコ"),
        ("みずき", "ミヅキ"),
        ("ＴＡＲＯ", "Taro Yamada"),
        ("muller", "Müller"),
        ("unicode", "Ünïcødé"),
        ("lukasz", "Łukasz"),
        ("strasse", "Straße"),
        ("obrien", "O’Brien"),
        ("O'Brien", "O’Brien"),
        ("jean paul", "Jean-Paul"),
        ("محمد", "مُحَمَّد"),
        ("ジョン・スミス", "ジョン スミス"),
        ("김", "김철수"),
    ],
)
def test_search_finds(query, stored):
    assert found(query, stored)


@pytest.mark.parametrize(
    ("query", "stored"),
    [
        ("山本", "山田 太郎"),
        ("田", "山田 太郎"),
        ("林", "小林"),
        ("山田 次郎", "山田 太郎"),
        ("", "山田"),
        ("　・", "山田"),
        ("がき", "カキ"),
    ],
)
def test_search_does_not_find(query, stored):
    assert not found(query, stored)


def test_name_and_furigana_are_indexed_together():
    stored = ("山田 太郎", "ヤマダ タロウ")
    assert [found(query, *stored) for query in ("山田", "ﾔﾏﾀﾞ", "やまだ たろう", "山田 たろう")] == [True] * 4


def test_tokens_are_pairs_and_first_characters():
    assert names.name_tokens("林 太郎") == {"林太", "太郎", "^林", "^太"}
    assert names.query_tokens("林") == {"^林"}
    assert names.query_tokens("太郎") == {"太郎"}
    assert names.name_tokens("", "　") == names.query_tokens(" ") == frozenset()


@given(st.text(max_size=30))
def test_whatever_is_stored_is_found_by_itself(text):
    assert names.query_tokens(text) <= names.name_tokens(text)


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text):
    once = names.fold(text)
    assert names.fold(once) == once


def test_variant_table_is_sound():
    assert len(VARIANTS) > 250
    shapes, kept = set(VARIANTS), {ord(c) for c in VARIANTS.values()}
    assert shapes & kept == set()
    assert set(SOUNDS) & {ord(c) for c in SOUNDS.values()} == set()
    assert [chr(c) for c in shapes if unicodedata.normalize("NFKC", chr(c)) != chr(c)] == []


# -- what is stored


@pytest.mark.parametrize(
    "typed",
    [
        "髙﨑 𠮷男",
        "葛\U000e0100城",
        "Ünïcødé",
        "محمد",
        "👩‍👩‍👧",
        "ﾔﾏﾀﾞ",
        "ＴＡＲＯ",
        "①㈱",
        "\ufa19谷",
        "か\u3099",
        "<script>",
        "a\u202egpj.exe",
    ],
)
def test_name_is_kept_as_typed(typed):
    assert names.clean_name(f" \u200b{typed}\u3000") == typed
    assert names.clean_text(f"\n{typed}\n") == typed


@pytest.mark.parametrize(
    "typed", ["", " ", "\u3000", "\u200b", "\ufeff\u2060", "\t\r\n", "\u3164", "\u200d", "\u202e\u3000"]
)
def test_nothing_visible_is_empty(typed):
    assert names.clean_name(typed) == names.clean_text(typed) == ""


@pytest.mark.parametrize("code", [0x00, 0x07, 0x1B, 0x7F, 0x85, 0xD800, 0xDFFF, 0xFFFD, 0xFFFF])
@pytest.mark.parametrize("clean", [names.clean_name, names.clean_text])
def test_unstorable_character_is_refused(clean, code):
    with pytest.raises(ValidationError) as caught:
        clean(f"山{chr(code)}田")
    assert caught.value.code == "unstorable"


def test_line_breaks_are_folded_in_a_name_and_kept_in_a_text():
    assert names.clean_name("a\r\nBcc: x") == "a Bcc: x"
    assert names.clean_text("a\r\nb\rc\td ") == "a\nb\nc\td"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("gpj.exe\u202e", "gpj.exe[U+202E]"),
        ("a\u2066b\u200f", "a[U+2066]b[U+200F]"),
        ("a\x00b\x1b", "a[U+0000]b[U+001B]"),
        ("\ud800", "[U+D800]"),
        ("a\nb\tc", "a\nb\tc"),
        ("葛\U000e0100城 👩‍👧", "葛\U000e0100城 👩‍👧"),
    ],
)
def test_tricks_are_written_out(text, shown):
    assert names.display_safe(text) == shown


# -- what the follow page shows


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("山田太郎", "山**郎"),
        ("山田 太郎", "山* 太*"),
        ("林　太", "* *"),
        ("Taro Yamada", "T**o Y****a"),
        ("葛\U000e0100城市", "葛\U000e0100*市"),
        ("Wolfeschlegelsteinhausen", "W****n"),
        ("", ""),
        ("a\u202eb", "a*"),
        ("\u202e", ""),
    ],
)
def test_name_is_masked(name, masked):
    assert names.mask_name(name) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("taro@example.com", "t***@e***.com"),
        ("a@mail.example.co.jp", "a***@m***.jp"),
        ("a@localhost", "a***@l***"),
        ("nonsense", "***"),
        ("", "***"),
        ("@", "***"),
    ],
)
def test_address_is_masked(address, masked):
    assert names.mask_email(address) == masked
