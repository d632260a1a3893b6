"""The calendars of desks: how far they reach, and closing days that a manager adds after looking at what they move."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dsr.actions.calendars import activate, proposed
from dsr.actions.desks import own_closures
from dsr.errors import Refused
from dsr.models import Calendar
from dsr.queries.calendars import newest_versions, preview, short_calendars
from dsr.queries.clock_status import silent_timers
from dsr.vocabulary import Role
from dsr.web import access
from dsr.web.manager.closure_forms import Closures, rows_of


@require_safe
def calendars(request: HttpRequest) -> HttpResponse:
    """Show the calendar of each desk of the reader."""
    desks = access.desks_with_figures(request.user)
    context = {"calendars": newest_versions(desks), "short": short_calendars(desks), "today": timezone.localdate()}
    return render(request, "manager/calendars.html", context | _frame())


@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the closing days of a desk; look at what others would move, or activate them."""
    newest = _newest(request, slug)
    if request.method == "GET":
        return _draw(request, newest, rows_of(own_closures(newest)))
    if request.user.role_at(newest.desk_id) != Role.MANAGER:
        raise Refused("not_permitted")
    rows = rows_of(own_closures(newest), request.POST)
    if not rows.is_valid():
        return _draw(request, newest, rows, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    seen = request.POST.get("seen") == rows.fingerprint
    return _activate(request, newest, rows) if "activate" in request.POST and seen else _preview(request, newest, rows)


def _newest(request: HttpRequest, slug: str) -> Calendar:
    found = [row for row in newest_versions(access.desks_with_figures(request.user)) if row.desk.slug == slug]
    if not found:
        raise Http404
    return found[0]


def _preview(request: HttpRequest, newest: Calendar, rows: Closures) -> HttpResponse:
    if request.POST.get("base") != str(newest.version):
        return _draw(request, newest, rows, refused=Refused("calendar_stale"), status=HTTPStatus.CONFLICT)
    try:
        days = proposed(newest.desk, rows.own)
    except Refused as refused:
        return _draw(request, newest, rows, refused=refused, status=HTTPStatus.CONFLICT)
    return _draw(request, newest, rows, preview=preview(newest.desk, days, timezone.localdate()))


def _activate(request: HttpRequest, newest: Calendar, rows: Closures) -> HttpResponse:
    base = request.POST.get("base", "")
    try:
        made = activate(newest.desk, rows.own, by=request.user, base=int(base) if base.isdecimal() else 0)
    except Refused as refused:
        return _draw(request, newest, rows, refused=refused, status=HTTPStatus.CONFLICT)
    text = _("Version %(version)s of the calendar is active. Open cases follow within the next minutes.")
    messages.success(request, text % {"version": made.version})
    return redirect("manager:calendar", slug=newest.desk.slug)


def _draw(
    request: HttpRequest, newest: Calendar, rows: Closures, *, status: int = HTTPStatus.OK, **shown: Any
) -> HttpResponse:
    today = timezone.localdate()
    coming = [(day, name) for day, name in sorted(newest.business_days.names.items()) if day >= today]
    writes = request.user.role_at(newest.desk_id) == Role.MANAGER
    context = {"calendar": newest, "desk": newest.desk, "rows": rows, "coming": coming[:20], "may_write": writes}
    context["in_force"] = own_closures(newest)
    return render(request, "manager/calendar.html", context | _frame() | shown, status=status)


def _frame() -> dict[str, Any]:
    return {"silent_timers": silent_timers(timezone.now())}
