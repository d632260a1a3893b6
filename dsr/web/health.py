"""Two addresses for whatever watches the desk: is the process there, and can it do its work?"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dsr.queries.health import calendars_short, given_up, piles_forgotten, readiness, upkeep_due, waiting_for_manager


@require_safe
@never_cache
def alive(_request: HttpRequest) -> HttpResponse:
    """Answer 200 while the process answers at all; looks at nothing."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def ready(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when database, migrations, storage, timers and outbox are well, 503 otherwise, and which are not.

    Messages that were given up, piles of scanned post that nobody sorts, reminders that the clock holds back, desks
    whose calendar ends too soon and duties that are due are counted beside it: they wait for a person, not a process.
    """
    answers = readiness(timezone.now())
    status = HTTPStatus.OK if all(answers.values()) else HTTPStatus.SERVICE_UNAVAILABLE
    now = timezone.now()
    waiting = {
        "given_up": given_up(),
        "scans_unsorted": piles_forgotten(now),
        "held_reminders": waiting_for_manager(),
        "calendars_short": calendars_short(),
        "upkeep_due": upkeep_due(now),
    }
    counts = {name: count for name, count in waiting.items() if count}
    return JsonResponse({name: "ok" if well else "failing" for name, well in answers.items()} | counts, status=status)


urlpatterns = [
    path("healthz", alive, name="healthz"),
    path("readyz", ready, name="readyz"),
]
