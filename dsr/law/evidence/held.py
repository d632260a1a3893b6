"""What is known of a paper that came in, and how it meets one condition. What nobody has noted stays open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dsr.law.evidence.catalogue import EVIDENCE
from dsr.law.evidence.words import Condition, Side
from dsr.law.periods import civil_code_month_end
from dsr.vocabulary import Channel, PartyRole, RejectReason

# The same mandate is one kind or the other by the seal that it bears.
_BY_SEAL: dict[tuple[str, bool | None], str] = {
    ("power_of_attorney", True): "power_of_attorney_registered_seal",
    ("power_of_attorney_registered_seal", False): "power_of_attorney",
}
_SIDES = {Condition.BOTH_SIDES: frozenset(Side), Condition.FRONT_ONLY: frozenset({Side.FRONT})}
AGES = {Condition.WITHIN_3_MONTHS: 3, Condition.WITHIN_6_MONTHS: 6}


@dataclass(frozen=True, slots=True)
class Held:
    """A paper (or confirmation) that the desk has from a person of the case; None wherever nobody has looked yet.

    `channel` is how the paper itself came, if not with the request.
    """

    code: str
    of: PartyRole
    channel: Channel | None = None
    original: bool | None = None
    sides: frozenset[Side] | None = None
    issued_on: date | None = None
    expires_on: date | None = None
    shows_address: bool | None = None
    shows_both_names: bool | None = None
    registered_seal: bool | None = None
    without_numbers: bool | None = None
    covers_receipt: bool | None = None

    @property
    def counts_as(self) -> str:
        """The kind that it is, once its seal is known."""
        return _BY_SEAL.get((self.code, self.registered_seal), self.code)

    def meets(self, condition: Condition, on: date) -> bool | None:
        """Say whether it meets a condition on a day (Asia/Tokyo date); None where a person has to judge."""
        return JUDGES[condition](self, condition, on)


def _sides(held: Held, condition: Condition, _on: date) -> bool | None:
    return None if held.sides is None else held.sides == _SIDES[condition]


def _age(held: Held, condition: Condition, on: date) -> bool | None:
    """Count the months from the day of issue, which is not counted (Civil Code arts. 140, 143)."""
    if held.issued_on is None:
        return None
    return on <= civil_code_month_end(held.issued_on, AGES[condition])


def _address(held: Held, _condition: Condition, _on: date) -> bool | None:
    """Leave it to a person whether the address is the present one; a kind that bears none is known to bear none."""
    if held.shows_address is not None:
        return held.shows_address
    kind = EVIDENCE[held.code]
    by_day = kind.shows_address_if_issued_before is not None
    bears_one = kind.shows_address(held.issued_on) or (by_day and held.issued_on is None)
    return None if bears_one else False


def _seal(held: Held, _condition: Condition, _on: date) -> bool | None:
    if held.registered_seal is None and held.code == "power_of_attorney_registered_seal":
        return True
    return held.registered_seal


def _still_valid(held: Held, _condition: Condition, on: date) -> bool | None:
    return None if held.expires_on is None else on <= held.expires_on


JUDGES: dict[Condition, Callable[[Held, Condition, date], bool | None]] = {
    Condition.ORIGINAL: lambda held, _condition, _on: held.original,
    Condition.BOTH_SIDES: _sides,
    Condition.FRONT_ONLY: _sides,
    Condition.SHOWS_ADDRESS: _address,
    Condition.SHOWS_BOTH_NAMES: lambda held, _condition, _on: held.shows_both_names,
    Condition.REGISTERED_SEAL: _seal,
    Condition.WITHIN_3_MONTHS: _age,
    Condition.WITHIN_6_MONTHS: _age,
    Condition.WITHOUT_NUMBERS: lambda held, _condition, _on: held.without_numbers,
    Condition.COVERS_RECEIPT: lambda held, _condition, _on: held.covers_receipt,
    Condition.STILL_VALID: _still_valid,
}

# Why a paper is sent back that does not meet a condition; staff, mails and the status page share these words.
REJECTED_FOR: dict[Condition, RejectReason] = {
    Condition.ORIGINAL: RejectReason.ORIGINAL_NEEDED,
    Condition.BOTH_SIDES: RejectReason.SIDE_MISSING,
    Condition.FRONT_ONLY: RejectReason.WRONG_DOCUMENT,
    Condition.SHOWS_ADDRESS: RejectReason.ADDRESS_MISSING,
    Condition.SHOWS_BOTH_NAMES: RejectReason.KINSHIP_MISSING,
    Condition.REGISTERED_SEAL: RejectReason.SEAL_MISSING,
    Condition.WITHIN_3_MONTHS: RejectReason.TOO_OLD,
    Condition.WITHIN_6_MONTHS: RejectReason.TOO_OLD,
    Condition.WITHOUT_NUMBERS: RejectReason.WRONG_DOCUMENT,
    Condition.COVERS_RECEIPT: RejectReason.MANDATE_TOO_NARROW,
    Condition.STILL_VALID: RejectReason.EXPIRED,
}
