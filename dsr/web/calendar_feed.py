"""The calendar of due dates behind its secret address, which knows no login."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from dsr.queries.feeds import cases_in_feed, owner_of
from dsr.rendering.icalendars import due_dates_as_icalendar
from dsr.web.errors import too_many_requests
from dsr.web.public import throttle


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the due dates of whoever made the secret address; 404 for every other one.

    Nobody signs in here, so nobody's look is recorded: numbers and days are about no person.
    """
    wait = throttle.count(throttle.FEEDS, throttle.visitor(request))
    if wait:
        return too_many_requests(request, retry_after=wait)
    owner = owner_of(token)
    if owner is None:
        raise Http404
    text = due_dates_as_icalendar(cases_in_feed(owner), owner, timezone.now())
    headers = {"Cache-Control": "private, max-age=300", "Content-Disposition": 'inline; filename="dsr-desk.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


urlpatterns = [path("calendar/<str:token>.ics", feed, name="calendar_feed")]
