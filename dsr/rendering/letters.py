"""Case -> reply letter. The preview and the letter that is frozen come out of the same function."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from dsr.law.eras import format_date
from dsr.law.grounds import grounds_for
from dsr.law.kinds import kind_row
from dsr.law.replies import ReplyBlock, missing_blocks, required_blocks
from dsr.models import Case, RequestedRight
from dsr.rendering.glyphs import code_points, missing_glyphs, set_variants_apart
from dsr.rendering.letter_variables import iso_day, letter_variables
from dsr.rendering.letter_words import TEMPLATES
from dsr.vocabulary import Kind, Outcome, Regime, ReplyMethod

# What the company says itself, and the signs that stand for something in models of letters.
_IN_OUR_WORDS = (ReplyBlock.WITHHELD_PART, ReplyBlock.REASON, ReplyBlock.SUBSTITUTE, ReplyBlock.LATER_ERASURE)
_LEFT_OPEN = re.compile(r"[○〇●◯]{2,}|[＿_]{3,}|\{\{.*?\}\}|\{%.*?%\}|[\[［【](?:\s|…|\.{3})*[\]］】]")


@dataclass(frozen=True)
class Problem:
    """Why a letter may not go out: a code of `errors.SENTENCES`, and what exactly, in the reader's language."""

    code: str
    detail: str


@dataclass(frozen=True)
class ComposedLetter:
    """A letter as it would be issued now. With problems it can be looked at, but not approved."""

    html: str
    variables: dict[str, Any]
    problems: tuple[Problem, ...]
    template_version: str


def compose_letter(case: Case, *, number: str, issued_on: date) -> ComposedLetter:
    """Compose the reply of a case in the requester's language. Reads the case, writes nothing.

    `issued_on` is a calendar date in Asia/Tokyo. Problems are told in the active language, that of whoever looks.
    Legal source: APPI arts. 32-36 and what law/replies.py holds for other laws.
    """
    prefetch_related_objects([case], "parties", "rights")
    with override(case.language):
        variables = letter_variables(case, number=number, issued_on=issued_on)
        html = render_to_string(f"letters/{case.language}/letter.html", variables)
    return ComposedLetter(
        html=set_variants_apart(html),
        variables=variables,
        problems=(*_incomplete(case), *_not_filled_in(case), *_past_dates(case, issued_on), *_unprintable(variables)),
        template_version=template_version(case.language),
    )


@cache
def template_version(language: str) -> str:
    """Return the SHA-256 over every template file that a letter in this language may use, and the style sheet."""
    digest = hashlib.sha256()
    for file in sorted([*TEMPLATES.glob("*.*"), *(TEMPLATES / language).iterdir()]):
        digest.update(file.relative_to(TEMPLATES).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _incomplete(case: Case) -> Iterator[Problem]:
    """Yield what the law or the post asks for and nobody has written yet."""
    if case.reply_method == ReplyMethod.WRITING and not case.requester.address:
        yield Problem("letter_incomplete", _("The address of the requester is missing."))
    for right in case.rights.all():
        for lacking in _lacking(right, Regime(case.regime), case.received_on):
            detail = _("%(kind)s: %(lacking)s") % {"kind": right.get_kind_display(), "lacking": lacking}
            yield Problem("letter_incomplete", detail)


def _lacking(right: RequestedRight, regime: Regime, received_on: date) -> Iterable[str]:
    kind = Kind(right.kind)
    if not right.outcome:
        return [_("not decided yet")]
    outcome = Outcome(right.outcome)
    if outcome not in kind_row(kind, regime, received_on).outcomes:
        return [_("this outcome does not exist for this kind")]
    lacking = [str(ReplyBlock(block).label) for block in missing_blocks(kind, outcome, right.answer or {})]
    wants_ground = ReplyBlock.GROUND in required_blocks(kind, outcome, regime)
    if wants_ground and not right.ground and grounds_for(kind, outcome, received_on):
        lacking.append(str(ReplyBlock.GROUND.label))
    return lacking


def _not_filled_in(case: Case) -> Iterator[Problem]:
    """Yield what the decider copied from a model and did not fill in. What is disclosed may hold any sign."""
    for right in case.rights.all():
        for block in _IN_OUR_WORDS:
            left = _LEFT_OPEN.search((right.answer or {}).get(block.value, ""))
            if left:
                where = {"kind": right.get_kind_display(), "block": block.label, "left": left.group()}
                yield Problem("left_open", _("%(kind)s, %(block)s: %(left)s was left open") % where)


def _past_dates(case: Case, issued_on: date) -> Iterator[Problem]:
    """Yield the promises of a day that is over when the letter is issued."""
    for right in case.rights.all():
        promised = iso_day((right.answer or {}).get(ReplyBlock.LATER_ERASURE.value, ""))
        if promised and promised <= issued_on:
            where = {"kind": right.get_kind_display(), "day": format_date(promised)}
            yield Problem("date_past", _("%(kind)s, date of a later erasure: %(day)s is over") % where)


def _unprintable(variables: dict[str, Any]) -> Iterator[Problem]:
    """Yield each character that no letter font can print, by itself and by its code points."""
    for sign in missing_glyphs("\n".join(_strings(variables))):
        yield Problem("glyph_missing", f"{sign if sign.isprintable() else ''} {code_points(sign)}".strip())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
