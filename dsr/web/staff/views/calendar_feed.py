"""The page on which a member of staff makes, changes and revokes the secret address of their calendar."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dsr.actions.feeds import renew_feed, revoke_feed
from dsr.queries.feeds import feed_of
from dsr.web import access


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Tell what the calendar is, and since when there is a secret address."""
    person = access.staff_of_some_desk(request.user)
    return render(request, "staff/calendar_feed.html", {"feed": feed_of(person)})


@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Make a secret address, or a new one, and show it this once: no page can show it again."""
    person = access.staff_of_some_desk(request.user)
    address = settings.DSR_BASE_URL + reverse("calendar_feed", args=[renew_feed(person, timezone.now())])
    return render(request, "staff/calendar_feed.html", {"feed": feed_of(person), "address": address})


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Let the secret address open nothing any more."""
    revoke_feed(access.staff_of_some_desk(request.user))
    return redirect("staff:calendar_feed")
