"""Whose calendar a secret address opens, and which cases stand in it."""

from dsr.models import CalendarFeed, Case, User

AT_MOST = 2_000  # a calendar with more entries helps nobody


def owner_of(token: str) -> User | None:
    """Return whose calendar a secret opens, or None: wrong, revoked, or of somebody who works here no longer."""
    feed = CalendarFeed.objects.select_related("user").filter(token_hash=CalendarFeed.hash_of(token)).first()
    return feed.user if feed and feed.user.is_active else None


def feed_of(user: User) -> CalendarFeed | None:
    """Return the calendar of a person, if there is one."""
    return CalendarFeed.objects.filter(user=user).first()


def cases_in_feed(user: User) -> list[Case]:
    """Return the open cases of a person's desks, nearest due date first; one that is paused has no due date now."""
    cases = Case.objects.visible_to(user).open().filter(paused_from=None).order_by("due_on", "pk")
    return list(cases.only("pk", "number", "due_on", "due_version", "assignee_id")[:AT_MOST])
