"""`manage.py demo`: about seventy cases with true journals, and staff to work on them."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dsr.effects import outbox
from dsr.management.demo.scenario import Cast
from dsr.management.demo.staff import LOGINS, PASSWORD, make_staff
from dsr.management.demo.stage import play
from dsr.management.demo.stories import Player
from dsr.models import Case, Desk, Installation, User

# what `Installation` remembers: the demo has begun, and that it came to its end
MARK, PLAYING, COMPLETE = "demo", "playing", "complete"


class Command(BaseCommand):
    """Play the demo's scenarios once, on an installation without cases; go on where a start was interrupted."""

    help = "Make the demo's staff and cases, where there are no cases yet; print the logins."

    def handle(self, **_options: object) -> None:
        """Make staff and cases by calling the verbs under a frozen clock, and print the logins. Raises CommandError."""
        if settings.SECURE_SSL_REDIRECT:
            raise CommandError("The demo's password is public: no demo where others reach the desk (https).")
        if Case.objects.filter(demo=False).exists():
            self.stdout.write("There are real cases here: no demo.")
            return
        staff = make_staff()
        if not Case.objects.exists() or Installation.objects.filter(name=MARK, value=PLAYING).exists():
            Installation.objects.update_or_create(name=MARK, defaults={"value": PLAYING})
            _play(staff)
            Installation.objects.filter(name=MARK).update(value=COMPLETE)
        self.stdout.write(f"Demo logins (password {PASSWORD}): {', '.join(LOGINS)}")


def _play(staff: dict[str, User]) -> None:
    now, cast = timezone.now(), Cast(Path(settings.BASE_DIR) / "seeds" / "scenarios")
    desks = {desk.slug: desk for desk in Desk.objects.all()}
    calendars = {desk.slug: desk.calendar().business_days for desk in desks.values()}
    players = [
        Player(scenario, cast, staff, desks[scenario.desk], calendars[scenario.desk], now)
        for scenario in cast.scenarios
    ]
    play([player.story() for player in players], until=now)
    outbox.drain()
