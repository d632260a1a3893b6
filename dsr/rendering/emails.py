"""Outbox row -> mail. No mail holds personal data: a duplicate, or one to a wrong address, gives nothing away."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from dsr.models import Case, Deadline, OutboxMessage
from dsr.vocabulary import DeadlineRule, Role, Topic

_TO_REQUESTER = {
    Topic.MAIL_RECEIVED: "received",
    Topic.MAIL_MORE_NEEDED: "more_needed",
    Topic.MAIL_REPLY_READY: "reply_ready",
    Topic.MAIL_REPLIED: "replied",
    Topic.MAIL_WITHDRAWN: "withdrawn",
}


@dataclass(frozen=True)
class ComposedMail:
    """A plain-text mail. `to` is empty when nobody can be written to."""

    subject: str
    body: str
    to: tuple[str, ...]


def compose_mail(message: OutboxMessage) -> ComposedMail:
    """Compose the mail that an outbox row asks for. Reads rows, writes nothing, sends nothing.

    The requester is written to in the case's language, staff in both. Raises KeyError for a topic that is no mail.
    """
    if message.topic == Topic.MAIL_REMINDER:
        return _reminder(message)
    case, name = message.case, _TO_REQUESTER[Topic(message.topic)]
    with override(case.language):
        text = render_to_string(f"emails/{case.language}/{name}.txt", _for_requester(case))
    return _mail(text, (case.requester.email,))


def _mail(text: str, to: tuple[str, ...]) -> ComposedMail:
    """Split a rendered template: its first line is the subject."""
    subject, _blank, body = text.strip().partition("\n\n")
    return ComposedMail(" ".join(subject.split()), f"{body}\n", tuple(address for address in to if address))


def _for_requester(case: Case) -> dict[str, Any]:
    contact = case.policy.profile.desk
    return {
        "number": case.number,
        "company": str(case.policy.profile.name),
        "desk": str(contact.name),
        "phone": contact.phone_in_language(case.language),
        "hours": str(contact.hours or ""),
        "follow_url": _address(reverse("public:follow")),
    }


def _reminder(message: OutboxMessage) -> ComposedMail:
    """Remind whoever has the case, else the managers of the desk. An id and a day are all it says."""
    deadline = Deadline.objects.get(pk=message.ids["deadline"])
    case = message.case
    words = {
        "number": case.number,
        "due_on": deadline.due_on.isoformat(),
        "desk_ja": case.desk.name_ja,
        "desk_en": case.desk.name_en,
        "rule_ja": _rule(deadline, "ja"),
        "rule_en": _rule(deadline, "en"),
        "case_url": _address(case.get_absolute_url()),
    }
    return _mail(render_to_string("emails/reminder.txt", words), _staff_of(case))


def _rule(deadline: Deadline, language: str) -> str:
    with override(language):
        return str(DeadlineRule(deadline.rule).label)


def _staff_of(case: Case) -> tuple[str, ...]:
    assignee = case.assignee
    if assignee and assignee.email and assignee.role_at(case.desk_id):
        return (assignee.email,)
    managers = case.desk.memberships.filter(role=Role.MANAGER, user__is_active=True).exclude(user__email="")
    return tuple(managers.order_by("user_id").values_list("user__email", flat=True))


def _address(path: str) -> str:
    return f"{settings.DSR_BASE_URL}{path}"
