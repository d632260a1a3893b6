"""The secret address of a member of staff's calendar: made, changed, revoked by its owner."""

from datetime import datetime

from dsr.models import CalendarFeed, User


def renew_feed(owner: User, now: datetime) -> str:
    """Make a secret address, in the place of an older one, and return it: it is shown once and kept as a hash."""
    token = CalendarFeed.new_token()
    values = {"token_hash": CalendarFeed.hash_of(token), "created_at": now}
    CalendarFeed.objects.update_or_create(user=owner, defaults=values)
    return token


def revoke_feed(owner: User) -> bool:
    """Let the secret address open nothing any more. Returns whether there was one."""
    deleted, _by_model = CalendarFeed.objects.filter(user=owner).delete()
    return bool(deleted)
