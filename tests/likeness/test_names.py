"""Names on papers and in requests: by hand, what a comparison says about each pair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.likeness import ALIKE, Hint, compare_names
from dsr.names import visible_text

H = Hint
# What people write in names, so that the strategies meet the steps and not only arbitrary text.
LETTERS = (
    "山田太郎髙高﨑崎𠮷吉邉辺邊斎齋神\ufa19葛\U000e0100やヤﾔまマだダ゛たタッツっょョしシヂジヅズおオウーﾞTaroÜü・ 　-.々"
)

PAIRS = [
    # the same, and nothing to compare
    ("山田 太郎", "山田 太郎", {H.SAME}),
    ("　山田 太郎 ", "山田 太郎", {H.SAME}),
    ("", "山田 太郎", {H.NOT_GIVEN}),
    ("", "", {H.NOT_GIVEN}),
    # spaces, dots, widths
    ("山田 太郎", "山田太郎", {H.SPACING}),
    ("山田　太郎", "山田 太郎", {H.SPACING}),
    ("ジョン・スミス", "ジョン スミス", {H.SPACING}),
    ("ヤマダ タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ", {H.WRITING}),
    ("やまだ たろう", "ヤマダ タロウ", {H.WRITING}),
    ("Taro Yamada", "TARO YAMADA", {H.WRITING}),
    ("ＴＡＲＯ ＹＡＭＡＤＡ", "Taro Yamada", {H.WRITING}),
    ("Jörg Müller", "Jorg Muller", {H.WRITING}),
    ("佐々木 一", "佐佐木 一", {H.WRITING}),
    # variant characters
    ("髙橋 花子", "高橋 花子", {H.VARIANTS}),
    ("山﨑 誠", "山崎 誠", {H.VARIANTS}),
    ("𠮷野 隆", "吉野 隆", {H.VARIANTS}),
    ("渡邉 翔", "渡辺 翔", {H.VARIANTS}),
    ("渡邊 翔", "渡邉 翔", {H.VARIANTS}),
    ("齋藤 学", "斎藤 学", {H.VARIANTS}),
    ("齊藤 学", "斉藤 学", {H.VARIANTS}),
    ("神谷 明", "\ufa19谷 明", {H.VARIANTS}),
    ("葛城 純", "葛\U000e0100城 純", {H.VARIANTS}),
    ("濵田 澤子", "浜田沢子", {H.VARIANTS, H.SPACING}),
    # furigana
    ("ショウタ", "シヨウタ", {H.SMALL_KANA}),
    ("イッペイ", "イツペイ", {H.SMALL_KANA}),
    ("ヤマザキ", "ヤマサキ", {H.VOICING}),
    ("ナカジマ", "ナカシマ", {H.VOICING}),
    ("ミヅキ", "ミズキ", {H.SAME_SOUND}),
    ("ミヅキ", "ミツキ", {H.VOICING}),
    ("ヲサム", "オサム", {H.SAME_SOUND}),
    ("オオノ ユウコ", "オーノ ユーコ", {H.LONG_VOWELS}),
    ("コオリ", "コウリ", {H.LONG_VOWELS}),
    ("シヨウジ", "ショージ", {H.SMALL_KANA, H.LONG_VOWELS}),
    ("やまざき しょうた", "ヤマサキ シヨウタ", {H.WRITING, H.VOICING, H.SMALL_KANA}),
    # order
    ("Taro Yamada", "Yamada Taro", {H.ORDER}),
    ("YAMADA, Taro", "Taro Yamada", {H.ORDER, H.WRITING}),
    ("太郎 山田", "山田 太郎", {H.ORDER}),
    # a part
    ("Maria da Silva Santos", "Maria Silva", {H.PART_MISSING}),
    ("山田 太郎", "山田", {H.PART_MISSING}),
    ("山田太郎", "山田", {H.PART_MISSING}),
    ("山田 花子", "佐藤 花子", {H.PART_SAME}),
    ("山田花子", "佐藤花子", {H.PART_SAME}),
    ("山田太郎", "山田花子", {H.PART_SAME}),
    ("髙橋 花子", "高橋 花", {H.PART_SAME}),
    # what cannot tell the other's spelling
    ("山田 太郎", "ヤマダ タロウ", {H.OTHER_SCRIPT}),
    ("ヤマダ タロウ", "Yamada Taro", {H.OTHER_SCRIPT}),
    ("山田 太郎", "Taro Yamada", {H.OTHER_SCRIPT}),
    ("김철수", "金哲洙", {H.OTHER_SCRIPT}),
    ("山田 マリア", "山田 Maria", {H.PART_SAME}),
    # different
    ("山田 太郎", "佐藤 次郎", {H.DIFFERENT}),
    ("オオノ", "オノ", {H.DIFFERENT}),
    ("ミズキ", "ミツキ", {H.DIFFERENT}),
    ("ヤマダ タロウ", "サトウ ジロウ", {H.DIFFERENT}),
    ("森山", "山森", {H.DIFFERENT}),
    ("Taro Yamada", "Jiro Sato", {H.DIFFERENT}),
    ("大田 光", "太田 光", {H.PART_SAME}),
]


@pytest.mark.parametrize(("one", "other", "hints"), PAIRS)
def test_what_is_said_about_two_names(one: str, other: str, hints: set[Hint]) -> None:
    assert compare_names(one, other) == hints
    assert compare_names(other, one) == hints


def test_every_hint_about_names_has_a_pair() -> None:
    about_names = {
        H.SAME, H.SPACING, H.WRITING, H.VARIANTS, H.SMALL_KANA, H.VOICING, H.SAME_SOUND, H.LONG_VOWELS, H.ORDER,
        H.PART_MISSING, H.PART_SAME, H.OTHER_SCRIPT, H.NOT_GIVEN, H.DIFFERENT,
    }  # fmt: skip
    assert {hint for *_pair, hints in PAIRS for hint in hints} == about_names


TEXTS = st.one_of(st.text(st.sampled_from(LETTERS), max_size=8), st.text(max_size=12))


@given(TEXTS, TEXTS)
def test_the_order_of_the_two_makes_no_difference(one: str, other: str) -> None:
    found = compare_names(one, other)
    assert found == compare_names(other, one)
    assert found <= ALIKE or len(found) == 1


@given(TEXTS)
def test_a_name_is_the_same_as_itself(name: str) -> None:
    assert compare_names(name, name) == {H.SAME if visible_text(name) else H.NOT_GIVEN}
