"""The mails of the morning, in both languages. Counts, case numbers and days: nothing in them is about a person."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from dsr.law.eras import format_date
from dsr.models import Desk
from dsr.rendering.emails import ComposedMail
from dsr.rendering.mail_readers import addresses_at
from dsr.vocabulary import Role

if TYPE_CHECKING:
    from dsr.queries.digest import DeskWeek, Section

WORKERS = (Role.CLERK, Role.REVIEWER, Role.MANAGER)
_LANGUAGES = ("ja", "en")
_BETWEEN = f"\n\n{'-' * 40}\n\n"
_DAY, _WEEK = gettext_lazy("The day at the desk"), gettext_lazy("The week at the desk, for its managers")


def compose_day(desk: Desk, day: date, sections: tuple["Section", ...]) -> ComposedMail:
    """Compose the mail of a morning for everybody who works at a desk; without a body when nothing waits."""
    text = _in_both(lambda: _day(desk, day, sections)) if sections else ""
    return ComposedMail(_subject(desk, _DAY), text, tuple(addresses_at(desk.pk, *WORKERS)))


def compose_week(desk: Desk, day: date, week: "DeskWeek") -> ComposedMail:
    """Compose the mail of a week for the managers of a desk."""
    text = _in_both(lambda: _week(desk, day, week))
    return ComposedMail(_subject(desk, _WEEK), text, tuple(addresses_at(desk.pk, Role.MANAGER)))


def _subject(desk: Desk, title: Promise) -> str:
    def words(language: str) -> str:
        with override(language):
            return f"{title}（{desk}）" if language == "ja" else f"{title} ({desk})"

    return f"[DSR Desk] {words('ja')} / {words('en')}"


def _in_both(lines: Callable[[], Iterator[str]]) -> str:
    parts = []
    for language in _LANGUAGES:
        with override(language):
            parts.append("\n".join(lines()))
    return _BETWEEN.join(parts) + "\n"


def parts_of(mail: ComposedMail) -> list[tuple[str, str]]:
    """Return each language of a mail of the morning with its text, for a page that has to say which is which."""
    return list(zip(_LANGUAGES, mail.body.split(_BETWEEN), strict=True))


def _day(desk: Desk, day: date, sections: tuple["Section", ...]) -> Iterator[str]:
    yield f"{desk}  {format_date(day, weekday=True)}"
    for section in sections:
        yield from _section(desk, section)


def _week(desk: Desk, day: date, week: "DeskWeek") -> Iterator[str]:
    yield f"{desk}  {format_date(day, weekday=True)}"
    yield from _table(_("Late, by age"), [(_band(band), count) for band, count in week.late_by_age if count])
    for section in (week.missed_law, week.missed_target):
        yield from _section(desk, section)
    coming = [(format_date(due_on, weekday=True), count) for due_on, count in week.coming]
    yield from _table(_("Due in the next 15 business days"), coming)
    if week.anchor:
        words = _("Check sum of the journals of all desks. Keep this mail: it proves later that no entry is gone.")
        yield from ("", words, f"  {week.anchor}")


def _section(desk: Desk, section: "Section") -> Iterator[str]:
    yield from ("", _heading(section.title, section.count))
    for case in section.first:
        yield f"  {case.number}  {format_date(case.due_on, weekday=True)}"
    if section.more:
        yield "  " + ngettext("and %(count)s more", "and %(count)s more", section.more) % {"count": section.more}
    if section.count:
        yield f"  {_queue_of(desk, section.queue)}"


def _table(title: str, rows: list[tuple[str, int]]) -> Iterator[str]:
    yield from ("", _heading(title, sum(count for _label, count in rows)))
    for label, count in rows:
        yield f"  {label}: {count}"


def _heading(title: str | Promise, count: int) -> str:
    return f"{title}: {count}"


def _band(band: tuple[int, int | None]) -> str:
    first, last = band
    words = _("%(first)s days or more") if last is None else _("%(first)s to %(last)s days")
    return words % {"first": first, "last": last}


def _queue_of(desk: Desk, queue: str) -> str:
    return f"{settings.DSR_BASE_URL}{reverse('staff:queue')}?{urlencode({'queue': queue, 'desk': desk.pk})}"
