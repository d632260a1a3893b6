"""Outbox row -> mail. No mail holds personal data: a duplicate, or one to a wrong address, gives nothing away."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from dsr.law.calendars import CalendarTooShort
from dsr.law.eras import format_date
from dsr.models import Calendar, Case, Deadline, OutboxMessage
from dsr.rendering.mail_readers import told_of
from dsr.vocabulary import Channel, DeadlineRule, Topic

_TO_REQUESTER = {
    Topic.MAIL_RECEIVED: "received",
    Topic.MAIL_MORE_NEEDED: "more_needed",
    Topic.MAIL_EXTENDED: "extended",
    Topic.MAIL_REPLY_READY: "reply_ready",
    Topic.MAIL_REPLIED: "replied",
    Topic.MAIL_WITHDRAWN: "withdrawn",
}
_TO_PRINCIPAL = {Topic.MAIL_PRINCIPAL_ASKED: "principal_asked"}

# What a timer says when it fires. The warnings count the days that are left.
_FIRED: dict[DeadlineRule, Promise] = {
    DeadlineRule.TARGET: _("The reply is overdue (reply by %(day)s)"),
    DeadlineRule.LATE: _("The reply is still overdue (reply by %(day)s)"),
    DeadlineRule.ART39: _("The two weeks of article 39 are over (reply by %(day)s)"),
    DeadlineRule.ACKNOWLEDGEMENT: _("The acknowledgement is overdue (due on %(day)s)"),
    DeadlineRule.PAUSE_REVIEW: _("Please review the pause of the deadline"),
    DeadlineRule.EXTENSION_NOTICE: _("Today is the last day to tell the requester of the extension"),
}


@dataclass(frozen=True)
class ComposedMail:
    """A plain-text mail. `to` is empty when nobody can be written to, `body` when there is nothing to tell."""

    subject: str
    body: str
    to: tuple[str, ...]


def compose_mail(message: OutboxMessage) -> ComposedMail:
    """Compose the mail that an outbox row asks for. Reads rows, writes nothing, sends nothing.

    The people of a case are written to in its language, staff in both. Raises KeyError for a topic that is no mail.
    """
    if message.topic == Topic.MAIL_REMINDER:
        return _reminder(message)
    case, topic = message.of_case, Topic(message.topic)
    person = case.principal if topic in _TO_PRINCIPAL else case.requester
    with override(case.language):
        name = (_TO_REQUESTER | _TO_PRINCIPAL)[topic]
        text = render_to_string(f"emails/{case.language}/{name}.txt", _of_the_desk(case))
    return _mail(text, (person.email,))


def _mail(text: str, to: tuple[str, ...]) -> ComposedMail:
    """Split a rendered template: its first line is the subject."""
    subject, _blank, body = text.strip().partition("\n\n")
    return ComposedMail(" ".join(subject.split()), f"{body}\n", tuple(address for address in to if address))


def _of_the_desk(case: Case) -> dict[str, Any]:
    contact = case.policy.profile.desk
    return {
        "number": case.number,
        "company": str(case.policy.profile.name),
        "desk": str(contact.name),
        "address": contact.address.in_language(case.language) if contact.address else "",
        "phone": contact.phone_in_language(case.language),
        "hours": str(contact.hours or ""),
        "follow_url": _address(reverse("public:follow")),
        "due_on": format_date(case.due_on, case.language),
        "recorded_by_staff": case.channel != Channel.WEB,
        "sent_by": case.deliveries.values_list("channel", flat=True).last(),
    }


def _reminder(message: OutboxMessage) -> ComposedMail:
    """Remind those whom the ladder of the desk names. An id and a day are all it says."""
    deadline = Deadline.objects.get(pk=message.ids["deadline"])
    case, today = message.of_case, timezone.localdate(message.created_at)
    words = {
        "number": case.number,
        "desk_ja": case.desk.name_ja,
        "desk_en": case.desk.name_en,
        "fired_ja": _fired(deadline, case, today, "ja"),
        "fired_en": _fired(deadline, case, today, "en"),
        "case_url": _address(case.get_absolute_url()),
    }
    return _mail(render_to_string("emails/reminder.txt", words), told_of(case, DeadlineRule(deadline.rule)))


def _fired(deadline: Deadline, case: Case, today: date, language: str) -> str:
    """Say why staff are written to. The day named is the last day for the reply, not the day of the timer."""
    rule = DeadlineRule(deadline.rule)
    with override(language):
        if rule not in _FIRED:
            return _time_left(case, today)
        day = deadline.due_on if rule is DeadlineRule.ACKNOWLEDGEMENT else case.due_on
        return str(_FIRED[rule]) % {"day": format_date(day)}


def _time_left(case: Case, today: date) -> str:
    words: dict[str, object] = {"day": format_date(case.due_on)}
    if case.due_on < today:
        return str(_FIRED[DeadlineRule.TARGET]) % words
    if case.due_on == today:
        return gettext("The reply is due today (%(day)s)") % words
    words["days"] = left = _business_days_left(case, today)
    if left == 1:
        return gettext("1 business day left (reply by %(day)s)") % words
    return (
        ngettext(
            "%(days)s business day left (reply by %(day)s)", "%(days)s business days left (reply by %(day)s)", left
        )
        % words
    )


def _business_days_left(case: Case, today: date) -> int:
    """Count by the calendar of the case; where it does not reach, all days."""
    calendar = Calendar.objects.get(desk=case.desk_id, version=case.calendar_version)
    try:
        return calendar.business_days.business_days_between(today, case.due_on)
    except CalendarTooShort:
        return (case.due_on - today).days


def _address(path: str) -> str:
    return f"{settings.DSR_BASE_URL}{path}"
