"""A stage with its own time: stories take turns, each at its moment, while the timers tick as they would have."""

import heapq
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from django.utils import timezone

from dsr.actions.firing import fire_all_due

# A story runs to its next `yield`, which says at what moment it goes on.
Story = Generator[datetime, None, None]
NINE = 9


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Make `timezone.now()` answer one moment. Only the demo and its tests stop the clock of the product.

    A clock that is handed through every verb would serve the demo alone. The command runs in a process of its own,
    before anything is served, so exchanging the function is seen by nobody else.
    """
    with patch.object(timezone, "now", lambda: moment):
        yield


def play(stories: Iterable[Story], until: datetime) -> None:
    """Play stories together in the order of time, up to a moment; the timers tick every morning."""
    waiting: list[tuple[datetime, int, Story]] = []
    for place, story in enumerate(stories):
        heapq.heappush(waiting, (next(story), place, story))
    mornings = _mornings(waiting[0][0], until) if waiting else iter(())
    morning = next(mornings, None)
    while waiting and waiting[0][0] <= until:
        moment, place, story = heapq.heappop(waiting)
        while morning and morning <= moment:
            _tick(morning)
            morning = next(mornings, None)
        with frozen(moment):
            following = next(story, None)
        if following:
            heapq.heappush(waiting, (max(following, moment), place, story))
    while morning:
        _tick(morning)
        morning = next(mornings, None)


def _tick(moment: datetime) -> None:
    with frozen(moment):
        fire_all_due(moment)


def _mornings(first: datetime, last: datetime) -> Iterator[datetime]:
    moment = timezone.localtime(first).replace(hour=NINE, minute=0, second=30, microsecond=0)
    while moment <= last:
        yield moment
        moment += timedelta(days=1)
