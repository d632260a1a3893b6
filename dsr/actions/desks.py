"""Load desk profiles, all or nothing: new desks, new versions of changed policies and of changed calendars."""

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from dsr.law.calendars import BusinessCalendar, OwnClosure, build_calendar, lost_holidays
from dsr.models import Calendar, Desk, DeskPolicy, User
from dsr.profile import Closure, Profile
from dsr.profile.file import ProfileFile, read_profiles
from dsr.profile.source import Fault, ProfileError

logger = logging.getLogger(__name__)

CALENDAR_FROM = date(2020, 1, 1)
YEARS_AHEAD = 2


@dataclass(frozen=True, kw_only=True)
class LoadedDesk:
    """What loading did to one desk: the new versions, None where nothing changed."""

    slug: str
    policy: DeskPolicy | None
    calendar: Calendar | None
    to_confirm: int


def load_desks(paths: Iterable[Path], *, accept_calendars: bool = False) -> tuple[LoadedDesk, ...]:
    """Bring the desks to what these profile files say; loading the same files again changes nothing.

    A changed profile becomes a new version of the policy, and cases keep the one they have. Every file is checked
    before anything is written. A calendar that would lose public holidays stays as it is, with an error in the log,
    unless `accept_calendars` says that the law did change. Raises ProfileError, which names file, line, field and what
    was expected.
    """
    files = read_profiles(sorted(paths))
    taken = [fault for file in files for fault in _taken_prefix(file)]
    if taken:
        raise ProfileError(taken)
    with transaction.atomic():
        return tuple(_load(file, timezone.now(), accept=accept_calendars) for file in files)


def _taken_prefix(file: ProfileFile) -> Iterator[Fault]:
    """Refuse a prefix with which another desk has numbered letters, even once: two letters could bear one number."""
    prefix, slug = file.profile.letters.number_prefix, file.profile.slug
    others = DeskPolicy.objects.filter(content__letters__number_prefix=prefix).exclude(desk__slug=slug)
    owner = others.values_list("desk__slug", flat=True).first()
    if owner:
        yield file.fault("letters", "number_prefix", expected=f"a prefix of its own; desk {owner} has the same")


def _load(file: ProfileFile, now: datetime, *, accept: bool) -> LoadedDesk:
    profile = file.profile
    desk = _desk(profile)
    return LoadedDesk(
        slug=profile.slug,
        policy=_new_policy(desk, file, now),
        calendar=_new_calendar(desk, profile, now, accept=accept),
        to_confirm=len(profile.to_confirm),
    )


def _desk(profile: Profile) -> Desk:
    """Return the desk, locked, under its present name; two servers that start together wait for each other here."""
    names = {"name_ja": profile.company.name.ja, "name_en": profile.company.name.en}
    Desk.objects.get_or_create(slug=profile.slug, defaults=names)
    desk = Desk.objects.select_for_update().get(slug=profile.slug)
    if (desk.name_ja, desk.name_en) != (names["name_ja"], names["name_en"]):
        desk.name_ja, desk.name_en = names["name_ja"], names["name_en"]
        desk.save()
    return desk


def _new_policy(desk: Desk, file: ProfileFile, now: datetime) -> DeskPolicy | None:
    """Write the next version if the profile differs from the newest. Raises ProfileError if it begins earlier."""
    content, effective_from = content_of(file.profile), file.profile.policy.effective_from
    digest = _sha256(content)
    newest = desk.policies.order_by("-version").first()
    if newest and newest.sha256 == digest:
        return None
    if newest and effective_from < newest.effective_from:
        expected = f"{newest.effective_from} or later; version {newest.version} begins on that day"
        raise ProfileError([file.fault("policy", "effective_from", expected=expected)])
    return DeskPolicy.objects.create(
        desk=desk,
        version=newest.version + 1 if newest else 1,
        effective_from=effective_from,
        content=content,
        sha256=digest,
        created_at=now,
    )


def content_of(profile: Profile) -> dict[str, Any]:
    """Return a profile as it is stored: what its file says. Defaults stay out; a new one must make no new version."""
    return profile.model_dump(mode="json", exclude_unset=True)


def _sha256(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _new_calendar(desk: Desk, profile: Profile, now: datetime, *, accept: bool) -> Calendar | None:
    """Write the next version of the calendar if its days or its reach changed. A calendar never gets shorter.

    One that would lose public holidays is not written unless it is accepted: an error in the log says which.
    """
    newest = desk.calendars.order_by("-version").first()
    own = own_closures(newest) if newest else ()
    reach = date(timezone.localdate(now).year + YEARS_AHEAD, 12, 31)
    days = business_days_of((*profile.calendar.closures, *own), max(reach, newest.covers_to) if newest else reach)
    closed = {day.isoformat(): name for day, name in days.names.items()}
    if newest and newest.closed_days == closed and newest.covers_to == days.covers_to:
        return None
    if newest and not accept and (lost := holidays_that_would_go(newest, days, timezone.localdate(now))):
        logger.error("calendar of %s stays: %s would be no holiday any more", desk.slug, ", ".join(map(str, lost)))
        return None
    return add_calendar(desk, days, own, now=now)


def add_calendar(
    desk: Desk, days: BusinessCalendar, own: Iterable[OwnClosure], *, now: datetime, by: User | None = None
) -> Calendar:
    """Write the next version of a desk's calendar. The desk is locked; open cases follow with the next ticks."""
    newest = desk.calendars.order_by("-version").first()
    return Calendar.objects.create(
        desk=desk,
        version=newest.version + 1 if newest else 1,
        closed_days={day.isoformat(): name for day, name in days.names.items()},
        own_closures=[{"first": str(each.first), "last": str(each.last), "name": each.name} for each in own],
        covers_from=days.covers_from,
        covers_to=days.covers_to,
        source=days.source,
        made_by=by,
        created_at=now,
    )


def holidays_that_would_go(newest: Calendar, days: BusinessCalendar, today: date) -> tuple[date, ...]:
    """Return the public holidays from today on that a desk's calendar has and another one has not."""
    of_rules = (closure for policy in newest.desk.policies.all() for closure in policy.profile.calendar.closures)
    return lost_holidays(newest.business_days, days, (*of_rules, *own_closures(newest)), today)


def own_closures(calendar: Calendar) -> tuple[OwnClosure, ...]:
    """Return what managers added to a calendar; the closing days of the profile are not among it."""
    rows = calendar.own_closures
    return tuple(OwnClosure(date.fromisoformat(r["first"]), date.fromisoformat(r["last"]), r["name"]) for r in rows)


@lru_cache(maxsize=32)
def business_days_of(closures: tuple[Closure | OwnClosure, ...], covers_to: date) -> BusinessCalendar:
    """Return Japan's public holidays and the desk's own closing days, all with their Japanese names."""
    with override("ja"):
        return build_calendar("JP", CALENDAR_FROM, covers_to, closures)
