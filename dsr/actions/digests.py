"""The mails of the morning: asked for once for each desk and business day, and once for each desk and week."""

from collections.abc import Iterator
from datetime import datetime, time

from django.utils import timezone

from dsr.models import Desk, OutboxMessage
from dsr.queries.clock_status import newest_calendars
from dsr.vocabulary import Topic

MORNING = time(8)


def ask_for_due(now: datetime) -> int:
    """Ask for the mails of this morning that nobody asked for yet. Returns how many rows were written.

    On business days of a desk from eight o'clock on; the week's on the first of them. A day on which the server stood
    still has no mail: the next one tells how things are then.
    """
    if timezone.localtime(now).time() < MORNING:
        return 0
    wanted = {message.dedupe_key: message for message in _of_today(now)}
    asked = OutboxMessage.objects.filter(dedupe_key__in=wanted).values_list("dedupe_key", flat=True)
    missing = [wanted[key] for key in sorted(wanted.keys() - set(asked))]
    # two ticks at the same moment ask for the same rows
    OutboxMessage.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


def _of_today(now: datetime) -> Iterator[OutboxMessage]:
    today = timezone.localdate(now)
    year, week, _day = today.isocalendar()
    calendars = newest_calendars(Desk.objects.values_list("pk", flat=True))
    for desk_id in sorted(desk_id for desk_id, calendar in calendars.items() if calendar.is_open_anyway(today)):
        yield _message(Topic.MAIL_DIGEST, desk_id, f"{today}", now)
        yield _message(Topic.MAIL_WEEKLY, desk_id, f"{year}-W{week:02}", now)


def _message(topic: Topic, desk_id: int, of: str, now: datetime) -> OutboxMessage:
    ids = {"desk": str(desk_id), "day": timezone.localdate(now).isoformat()}
    return OutboxMessage(topic=topic, ids=ids, dedupe_key=f"{topic}:{desk_id}:{of}", created_at=now, try_at=now)
