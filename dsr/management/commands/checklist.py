"""`manage.py checklist`: which papers a request needs, what satisfies each line, and what is missing and why."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import override

from dsr.law.evidence import RequirementOnDay, checklist_for_kinds
from dsr.management import spellings
from dsr.management.desks import desk_called
from dsr.management.papers_at_hand import papers_at_hand
from dsr.management.rule_comparison import compared
from dsr.management.spellings import choice, day, refuse
from dsr.models import Desk, DeskPolicy
from dsr.profile import Profile
from dsr.profile.procedure import KINDS_OF_REGIME
from dsr.queries.checklist_report import ChecklistReport, as_text
from dsr.vocabulary import Channel, Kind, Regime, RequesterType


class Command(BaseCommand):
    """Compute a checklist with the function that the pages use. Bad values: one sentence, exit code 2."""

    help = "Print which papers a request needs at a desk, and what is missing when some are at hand."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the request, the papers at hand, and how to print it."""
        parser.add_argument("--desk", required=True, help="slug of the desk, or its beginning")
        parser.add_argument("--kind", action="append", default=[], help="what is asked for; may be given again")
        parser.add_argument("--requester", help="who asks: principal, minor_agent, ...")
        parser.add_argument("--channel", help="how the request came: web, post, counter, ...")
        parser.add_argument("--on", default="", help="the day of the checklist; today if left out")
        parser.add_argument("--regime", default="", help="the law; by default the first one that knows the kind")
        parser.add_argument(
            "--have",
            action="extend",
            nargs="+",
            default=[],
            metavar="ITEM[:attr=value]",
            help="a paper at hand, such as residence_certificate:issued=2026-10-01:of=agent",
        )
        parser.add_argument("--compare", nargs=2, type=int, metavar=("OLD", "NEW"), help="two versions of the policy")
        parser.add_argument("--language", choices=("en", "ja"), default="en")
        parser.add_argument("--json", dest="as_json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the checklist, or what a new version changes. Raises CommandError with exit code 2."""
        with override(options["language"]):
            found = _compare(options) if options["compare"] else _report(options)
            text = as_text(found) if not options["compare"] else "\n".join(found["words"])
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) if options["as_json"] else text)


def _report(options: dict[str, Any]) -> dict[str, Any]:
    desk = desk_called(options["desk"])
    on = day(options["on"], "--on") if options["on"] else timezone.localdate()
    policy = desk.policy_on(on)
    request = _request(options, policy.profile, on)
    lines = _lines(policy.profile, request)
    report = ChecklistReport(lines, papers_at_hand(options["have"], lines))
    return {
        "desk": desk.slug,
        "policy_version": policy.version,
        "on": on.isoformat(),
        "kinds": [kind.value for kind in request["kinds"]],
        "requester": request["requester_type"].value,
        "channel": request["channel"].value,
        "channel_open": policy.profile.accepts(request["channel"]),
        "regime": request["regime"].value,
    } | report.as_json()


def _lines(profile: Profile, request: dict[str, Any]) -> tuple[RequirementOnDay, ...]:
    return checklist_for_kinds(profile.evidence_rules, **request)


def _request(options: dict[str, Any], profile: Profile, on: date) -> dict[str, Any]:
    """Return what a checklist depends on. Raises CommandError for what is missing or not taken by the desk."""
    for name in ("kind", "requester", "channel"):
        if not options[name]:
            raise refuse(f"--{name} is missing.")
    kinds = tuple(dict.fromkeys(_kind(text, profile) for text in options["kind"]))
    return {
        "requester_type": choice(options["requester"], RequesterType, spellings.REQUESTERS, "requester"),
        "channel": choice(options["channel"], Channel, spellings.CHANNELS, "channel"),
        "on": on,
        "kinds": kinds,
        "regime": _regime(options["regime"], kinds, profile),
    }


def _kind(text: str, profile: Profile) -> Kind:
    kind = choice(text, Kind, spellings.KINDS, "kind of request")
    if not profile.offers(kind):
        taken = ", ".join(profile.offered_kinds)
        raise refuse(f"{profile.slug} does not take {kind.value}; it takes: {taken}.")
    return kind


def _regime(text: str, kinds: tuple[Kind, ...], profile: Profile) -> Regime:
    """Return the law that was named, or the first that the desk serves and that knows every kind."""
    named = [choice(text, Regime, spellings.REGIMES, "regime")] if text else list(profile.served_regimes)
    for regime in named:
        if regime in profile.served_regimes and set(kinds) <= set(KINDS_OF_REGIME[regime]):
            return regime
    asked = ", ".join(kind.value for kind in kinds)
    raise refuse(f"{profile.slug} answers no request for {asked} under {text or 'one law'}.")


def _compare(options: dict[str, Any]) -> dict[str, Any]:
    desk = desk_called(options["desk"])
    old, new = (_version(desk, number) for number in options["compare"])
    on = day(options["on"], "--on") if options["on"] else timezone.localdate()
    asked = options["kind"] or options["requester"] or options["channel"]
    return compared(old, new, _request(options, new.profile, on) if asked else None)


def _version(desk: Desk, number: int) -> DeskPolicy:
    policy = desk.policies.filter(version=number).first()
    if policy is None:
        have = ", ".join(map(str, desk.policies.order_by("version").values_list("version", flat=True)))
        raise refuse(f"{desk.slug} has no policy version {number}; it has: {have}.")
    return policy
