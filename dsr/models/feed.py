"""The calendar of due dates that a member of staff subscribes to, opened by a secret address."""

import secrets

from django.db import models

from dsr import crypto
from dsr.models.staff import User


class CalendarFeed(models.Model):
    """One secret address. Only a keyed hash of it is kept; a new one takes the place of the old."""

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_feed")
    token_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return whose it is."""
        return str(self.user)

    @staticmethod
    def new_token() -> str:
        """Return a secret that nobody can guess."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def hash_of(token: str) -> bytes:
        """Return the keyed hash by which an address is known."""
        return crypto.blind(token, purpose="calendar feed")
