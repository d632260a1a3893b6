"""`manage.py clock`: when an answer is due under a clock of the law, and why, step by step."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import override

from dsr.errors import Refused
from dsr.law.pauses import Pause
from dsr.management import spellings
from dsr.management.desks import desk_called
from dsr.management.spellings import choice, code_of, day, refuse
from dsr.models import Desk
from dsr.queries.reckoning import CLOCKS, Reckoning, as_data
from dsr.vocabulary import Kind, PauseReason

ALSO = {"gdpr": "EU-GDPR", "eu": "EU-GDPR", "uk_gdpr": "UK", "appi": "JP-APPI", "art39": "JP-ART39", "ccpa": "US-CA"}
SPAN = "--paused must be FROM..TO, such as 2026-12-07..2026-12-14, or FROM.. while nobody has answered; not"


class Command(BaseCommand):
    """Compute a due date with the function that the pages use. Bad values: one sentence, exit code 2."""

    help = "Print when an answer is due under a clock of the law, and why."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the clock, the days, and how to print the answer."""
        parser.add_argument("--regime", required=True, help=f"the clock: {', '.join(CLOCKS)}")
        parser.add_argument("--received", required=True, help="the day of receipt, at the place of receipt")
        parser.add_argument("--country", default="", help="ISO code of the place whose holidays count: DE, FR, GB-ENG")
        parser.add_argument("--desk", default="", help="slug of the desk: its calendar and its target")
        parser.add_argument("--kind", default="", help="what is asked for, if the desk's target differs by kind")
        parser.add_argument("--target", type=int, help="business days, instead of the desk's own")
        parser.add_argument("--identified", default="", help="the day on which identity was confirmed")
        parser.add_argument(
            "--paused",
            action="append",
            default=[],
            metavar="FROM..TO[:REASON]",
            help="from the day of the question to the day of the answer, which counts again; may be given again",
        )
        parser.add_argument("--extended", action="store_true", help="the extension of the law is used")
        parser.add_argument("--language", choices=("en", "ja"), default="en")
        parser.add_argument("--json", dest="as_json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the day and its steps. Raises CommandError with exit code 2."""
        with override(options["language"]):
            desk = desk_called(options["desk"]) if options["desk"] else None
            asked = _reckoning(options, desk)
            try:
                found = {"desk": desk.slug if desk else None} | as_data(asked, asked.answer())
            except Refused as refused:
                raise refuse(str(refused.sentence)) from refused
        text = json.dumps(found, ensure_ascii=False, indent=2) if options["as_json"] else _as_text(found)
        self.stdout.write(text)


def _reckoning(options: dict[str, Any], desk: Desk | None) -> Reckoning:
    received = day(options["received"], "--received")
    return Reckoning(
        clock=code_of(options["regime"], CLOCKS, ALSO, "clock"),
        received_on=received,
        place=options["country"].strip().upper(),
        identified_on=day(options["identified"], "--identified") if options["identified"] else None,
        pauses=tuple(_pause(text) for text in options["paused"]),
        extended=options["extended"],
        business_days=_own_target(options, desk, received) if options["target"] is None else options["target"],
        calendar=desk.calendar().business_days if desk else None,
    )


def _own_target(options: dict[str, Any], desk: Desk | None, received: date) -> int | None:
    if desk is None:
        return None
    profile = desk.policy_on(min(received, timezone.localdate())).profile
    kind = choice(options["kind"], Kind, spellings.KINDS, "kind of request") if options["kind"] else None
    return profile.target_for(kind) if kind else profile.clocks.target_business_days


def _pause(text: str) -> Pause:
    span, _colon, reason = text.partition(":")
    first, dots, last = span.partition("..")
    if not dots:
        raise refuse(f'{SPAN} "{text}".')
    return Pause(
        day(first, "--paused"),
        day(last, "--paused") if last else None,
        choice(reason, PauseReason, {}, "reason") if reason else None,
    )


def _as_text(found: dict[str, Any]) -> str:
    days = ("due", "warn_on", "acknowledge_by", "extension_notice_by", "latest")
    return "\n".join([found["label"], *found["steps"], *(f"{name}: {found[name]}" for name in days if found[name])])
