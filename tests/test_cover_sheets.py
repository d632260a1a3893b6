"""Cover sheets: strict reading, and a pile that is split so that no page is lost and none goes to the wrong case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr import crockford
from dsr.cover_sheets import COVER_UNCLEAR, NO_COVER, Stack, cover_code, read_cover_code, split_at_covers
from dsr.effects.jail.programs.read_covers import LONGEST


def number(body: str) -> str:
    return f"DSR-{body[:2]}-{body[2:6]}-{body[6:]}-{crockford.check_character(body)}"


NUMBER, SECOND, THIRD = number("267KQ49M2X"), number("26ABCDEFGH"), number("2600001111")


def test_a_cover_code_names_its_case_and_nothing_else():
    assert cover_code(NUMBER) == f"DSR-COVER:{NUMBER}.{SIGNED}"
    assert read_cover_code(cover_code(NUMBER)) == NUMBER
    assert len(cover_code(NUMBER)) <= LONGEST


def test_the_sheet_of_another_installation_is_not_ours(settings):
    code = cover_code(NUMBER)
    settings.DSR_MASTER_KEYS = {"other": bytes(range(32, 64))}
    assert read_cover_code(code) is None


def test_a_sheet_stays_ours_when_the_master_key_changes(settings):
    code = cover_code(NUMBER)
    settings.DSR_MASTER_KEYS = {"newer": bytes(range(32, 64)), **settings.DSR_MASTER_KEYS}
    assert read_cover_code(code) == NUMBER


SIGNED = cover_code(NUMBER).rpartition(".")[2]
FORGED = SIGNED[:-1] + next(letter for letter in crockford.ALPHABET if letter != SIGNED[-1])
WRONG_CHECK = NUMBER[:-1] + next(letter for letter in crockford.ALPHABET if letter != NUMBER[-1])


@pytest.mark.parametrize(
    "found",
    [
        "",
        "DSR-COVER:",
        NUMBER,
        f"DSR-COVER:{NUMBER}",
        f"DSR-COVER:{NUMBER}.",
        f"DSR-COVER:{NUMBER}.{FORGED}",
        f"DSR-COVER:{NUMBER}.{SIGNED[:-1]}",
        f"DSR-COVER:{NUMBER}.{SIGNED.lower()}",
        f"DSR-COVER:{NUMBER}.{SIGNED}.{SIGNED}",
        f"DSR-COVER:{NUMBER}.髙\ufffd",
        f"DSR-COVER:{SECOND}.{SIGNED}",
        f"DSR-COVER: {NUMBER}.{SIGNED}",
        f"DSR-COVER:{NUMBER}.{SIGNED} ",
        f"DSR-COVER:{NUMBER}.{SIGNED}\n",
        f"DSR-COVER:{NUMBER.lower()}.{SIGNED}",
        f"dsr-cover:{NUMBER}.{SIGNED}",
        f"DSR-COVER:DSR-COVER:{NUMBER}.{SIGNED}",
        f"DSR-COVER:{NUMBER.replace('-', '')}.{SIGNED}",
        f"DSR-COVER:{NUMBER.replace('-', '‐')}.{SIGNED}",
        f"DSR-COVER:{NUMBER[4:]}.{SIGNED}",
        f"DSR-COVER:{WRONG_CHECK}.{SIGNED}",
        f"DSR-COVER:{NUMBER}.{SIGNED}DSR-COVER:{NUMBER}.{SIGNED}",
        f"https://example.com/DSR-COVER:{NUMBER}.{SIGNED}",
        "DSR-COVER:" + "7" * 5000,
    ],
)
def test_anything_else_is_no_cover_code(found):
    assert read_cover_code(found) is None


A, B, C = (cover_code(each) for each in (NUMBER, SECOND, THIRD))
PAGE: tuple[str, ...] = ()
INSURANCE_CARD = ("0123456789",)
TORN = (A[:-1],)
FORGED_SHEET = (f"DSR-COVER:{THIRD}.{SIGNED}",)


def pages(first: int, last: int) -> tuple[int, ...]:
    return tuple(range(first, last + 1))


@pytest.mark.parametrize(
    ("pile", "stacks"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([(A,), PAGE, PAGE], [Stack(NUMBER, 1, (2, 3))], id="one case"),
        pytest.param(
            [(A,), PAGE, (B,), PAGE, PAGE, (C,), PAGE],
            [Stack(NUMBER, 1, (2,)), Stack(SECOND, 3, (4, 5)), Stack(THIRD, 6, (7,))],
            id="three cases",
        ),
        pytest.param(
            [PAGE, PAGE, (A,), PAGE],
            [Stack("", 0, (1, 2), NO_COVER), Stack(NUMBER, 3, (4,))],
            id="the first cover is missing",
        ),
        pytest.param([PAGE, PAGE], [Stack("", 0, (1, 2), NO_COVER)], id="no cover at all"),
        pytest.param(
            [(A,), PAGE, TORN, PAGE, PAGE, (B,), PAGE],
            [Stack(NUMBER, 1, (2,)), Stack("", 0, (3, 4, 5), COVER_UNCLEAR), Stack(SECOND, 6, (7,))],
            id="a torn cover goes to nobody, with what follows it",
        ),
        pytest.param(
            [(A,), PAGE, FORGED_SHEET, PAGE],
            [Stack(NUMBER, 1, (2,)), Stack("", 0, (3, 4), COVER_UNCLEAR)],
            id="a sheet that somebody else made draws nothing into a case",
        ),
        pytest.param([TORN, PAGE], [Stack("", 0, (1, 2), COVER_UNCLEAR)], id="torn at the very beginning"),
        pytest.param(
            [(A,), PAGE, (A, B), PAGE],
            [Stack(NUMBER, 1, (2,)), Stack("", 0, (3, 4), COVER_UNCLEAR)],
            id="two numbers on one page",
        ),
        pytest.param([(A, A[:-1]), PAGE], [Stack("", 0, (1, 2), COVER_UNCLEAR)], id="a true number beside a false one"),
        pytest.param([(A, "DSR-COVER:"), PAGE], [Stack(NUMBER, 1, (2,))], id="one of its two codes is torn"),
        pytest.param(
            [(A,), PAGE, ("DSR-COVER:",), PAGE],
            [Stack(NUMBER, 1, (2,)), Stack("", 0, (3, 4), COVER_UNCLEAR)],
            id="both codes are torn",
        ),
        pytest.param([(A, A), PAGE], [Stack(NUMBER, 1, (2,))], id="the same code twice on its page"),
        pytest.param(
            [(A,), (A,), PAGE], [Stack(NUMBER, 1, ()), Stack(NUMBER, 2, (3,))], id="the same cover sheet twice"
        ),
        pytest.param(
            [(A,), PAGE, (B,), PAGE, (A,), PAGE],
            [Stack(NUMBER, 1, (2,)), Stack(SECOND, 3, (4,)), Stack(NUMBER, 5, (6,))],
            id="a case that comes again",
        ),
        pytest.param(
            [(A,), INSURANCE_CARD, (*INSURANCE_CARD, "https://example.com"), PAGE],
            [Stack(NUMBER, 1, (2, 3, 4))],
            id="other QR codes are pages",
        ),
        pytest.param([("x", A), PAGE], [Stack(NUMBER, 1, (2,))], id="a cover beside another QR code"),
        pytest.param([(A,)], [Stack(NUMBER, 1, ())], id="a cover on nothing"),
        pytest.param([(A,), *[PAGE] * 49], [Stack(NUMBER, 1, pages(2, 50))], id="fifty pages"),
        pytest.param(
            [(A,), PAGE] * 25, [Stack(NUMBER, at, (at + 1,)) for at in range(1, 50, 2)], id="fifty pages, 25 covers"
        ),
    ],
)
def test_splits_a_pile(pile, stacks):
    assert split_at_covers(pile) == tuple(stacks)


CODES = st.lists(st.sampled_from([A, B, C, A[:-1], "DSR-COVER:", "0123456789", ""]), max_size=3)


@given(st.lists(CODES, max_size=50))
def test_every_page_is_in_one_place_and_in_order(pile):
    places = [at for stack in split_at_covers(pile) for at in ([stack.cover] if stack.cover else []) + [*stack.pages]]
    assert places == list(range(1, len(pile) + 1))


@given(st.lists(CODES, max_size=50))
def test_only_a_page_with_one_true_code_names_a_case(pile):
    for stack in split_at_covers(pile):
        assert bool(stack.case_number) == bool(stack.cover) == (not stack.problem)
        if stack.cover:
            ours = {code for code in pile[stack.cover - 1] if code.startswith("DSR-COVER:")}
            assert ours - {"DSR-COVER:"} == {cover_code(stack.case_number)}
