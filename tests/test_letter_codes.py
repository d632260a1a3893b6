"""The code on a letter: one per number, tolerant of how it is typed, and of no other number."""

import pytest

from dsr.letter_codes import is_code_of, letter_code

NUMBER = "OSD-2026-0012"


def test_a_number_has_one_code_of_three_groups() -> None:
    code = letter_code(NUMBER)
    assert code == letter_code(NUMBER)
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert len({letter_code(f"OSD-2026-{serial:04d}") for serial in range(500)}) == 500


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} ", "　{}".format]
)
def test_a_code_is_read_as_people_type_it(typed) -> None:
    assert is_code_of(NUMBER, typed(letter_code(NUMBER)))


@pytest.mark.parametrize("typed", ["", "-", "0" * 12, "AAAA-BBBB-CCCC", "髙" * 12, "A" * 10_000])
def test_no_other_code_is_taken(typed: str) -> None:
    assert not is_code_of(NUMBER, typed)


def test_the_code_of_a_number_is_no_code_of_another() -> None:
    assert not is_code_of("OSD-2026-0013", letter_code(NUMBER))


def test_another_installation_has_other_codes(settings) -> None:
    code = letter_code(NUMBER)
    settings.DSR_MASTER_KEYS = {"other": bytes(range(32, 64))}
    assert not is_code_of(NUMBER, code)
