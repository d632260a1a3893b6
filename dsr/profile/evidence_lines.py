"""Lines of papers that a desk writes itself, where lists do not say it: bundles, numbers of papers, single kinds."""

from typing import Any, Self

from pydantic import Field, StrictInt, field_validator, model_validator

from dsr.law.evidence import (
    Alternative,
    Bundle,
    Condition,
    EvidenceRequirement,
    Proves,
)
from dsr.profile.base import Code, Part, Text, Yes
from dsr.profile.checks import fault
from dsr.profile.papers import Paper
from dsr.vocabulary import Channel, Kind, PartyRole, Regime, RequesterType


class WayRule(Part):
    """One way to satisfy a line: a paper, or several ways of which all, or `need`, are wanted together.

    A file may write a paper as its bare code.
    """

    paper: Paper | None = None
    channels: tuple[Channel, ...] = ()
    conditions: tuple[Condition, ...] = ()
    of: PartyRole | None = None
    all_of: tuple["WayRule", ...] = ()
    some_of: tuple["WayRule", ...] = ()
    need: StrictInt | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare_code(cls, value: Any) -> Any:
        return {"paper": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if sum(map(bool, (self.paper, self.all_of, self.some_of))) != 1:
            raise fault("one of paper, all_of and some_of")
        if self.paper is None and (self.channels or self.conditions or self.of):
            raise fault("channels, conditions and of only beside a paper")
        if bool(self.some_of) is (self.need is None) or not 0 < (self.need or 1) <= len(self.some_of or (1,)):
            raise fault("need beside some_of, from 1 to the number of its ways", "need")
        return self

    def way(self) -> Alternative | Bundle:
        """Return the way as the law evaluates it."""
        if self.paper:
            return Alternative(self.paper, self.channels, self.conditions, self.of)
        inner = tuple(each.way() for each in self.all_of or self.some_of)
        return Bundle(inner, self.need or len(inner))


class LineRule(Part):
    """One line of papers, with the requests to which it belongs; an empty limit means: to all of them.

    Under Japanese law it stands beside the lists, and takes the place of the line of the same code. Lines under
    another law take the place of everything that this law's own pack asks.
    """

    code: Code
    of: PartyRole
    purpose: Proves
    any_of: tuple[WayRule, ...]
    need: StrictInt = 1
    original: Yes = False
    conditions: tuple[Condition, ...] = ()
    requesters: tuple[RequesterType, ...] = ()
    channels: tuple[Channel, ...] = ()
    kinds: tuple[Kind, ...] = ()
    regimes: tuple[Regime, ...] = Field(default=(Regime.JP_APPI,), min_length=1)
    reason: Text

    @field_validator("any_of")
    @classmethod
    def _names_a_way(cls, any_of: tuple[WayRule, ...]) -> tuple[WayRule, ...]:
        if not any_of:
            raise fault("at least one way")
        return any_of

    @field_validator("need")
    @classmethod
    def _can_be_met(cls, need: int, info: Any) -> int:
        if not 1 <= need <= len(info.data.get("any_of", (1,))):
            raise fault("a number from 1 to the number of ways")
        return need

    def requirement(self) -> EvidenceRequirement:
        """Return the line as the law evaluates it."""
        return EvidenceRequirement(
            code=self.code,
            of=self.of,
            purpose=self.purpose,
            any_of=tuple(each.way() for each in self.any_of),
            need=self.need,
            original=self.original,
            conditions=self.conditions,
            requesters=self.requesters,
            channels=self.channels,
            kinds=self.kinds,
            regimes=self.regimes,
        )
