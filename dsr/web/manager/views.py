"""The manager's door: look, follow a number to its cases, export, and let go what the clock holds back."""

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dsr.actions import holding
from dsr.policy import RELEASES_REMINDERS
from dsr.queries import keeping
from dsr.queries.added_papers import papers_added
from dsr.queries.calendars import short_calendars
from dsr.queries.clock_status import clock_steps, last_tick, silent_timers
from dsr.queries.export import export_rows
from dsr.queries.memberships import role_changes
from dsr.queries.scans import old_piles
from dsr.queries.unwatched import cases_with_restored_timers, held_reminders
from dsr.queries.upkeep import due_upkeep
from dsr.vocabulary import ViewSubject
from dsr.web import access
from dsr.web.manager.csv_lines import csv_lines
from dsr.web.manager.figures import figures_for
from dsr.web.manager.forms import DeskChoice


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what is late, what is next and how the desks did, for all desks of the person or for one."""
    now = timezone.now()
    choice = DeskChoice(request.GET, desks=access.desks_with_figures(request.user))
    figures = figures_for(choice.chosen, timezone.localdate(now))
    context = {"choice": choice, "figures": figures, "silent_timers": silent_timers(now), "now": now}
    context["role_changes"] = role_changes(choice.chosen)
    context["old_piles"] = old_piles(now, choice.chosen)
    context["short"] = short_calendars(choice.chosen)
    context["added_papers"] = papers_added(choice.chosen)
    context["may_release"] = bool(RELEASES_REMINDERS & set(request.user.roles.values()))
    context |= {"last_tick": last_tick(), "held": held_reminders()}
    context |= {"restored": cases_with_restored_timers(choice.chosen)}
    context |= {"clock_steps": clock_steps(now), "upkeep": due_upkeep(now)}
    return render(request, "manager/overview.html", context)


@require_POST
def release_reminders(request: HttpRequest) -> HttpResponse:
    """Let the clock send what it holds back. It is recorded who did."""
    waiting = holding.release(timezone.now(), by=request.user)
    words = ngettext("%(count)s reminder goes out now.", "%(count)s reminders go out now.", waiting)
    messages.success(request, words % {"count": intcomma(waiting)})
    return redirect("manager:overview")


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Stream the cases of the chosen desks as CSV: codes, dates and staff, no requesters. Each desk's is recorded."""
    choice = DeskChoice(request.GET, desks=access.desks_with_figures(request.user))
    for desk_id in choice.chosen:
        access.record_view(request.user, ViewSubject.EXPORT, desk_id=desk_id)
    return _as_csv("cases", export_rows(choice.chosen, timezone.localdate()))


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Show which papers will be destroyed soon, which cases are on hold, and the receipts of what was destroyed."""
    now = timezone.now()
    choice = DeskChoice(request.GET, desks=access.desks_with_figures(request.user))
    context = {
        "choice": choice,
        "due": keeping.papers_due(choice.chosen, timezone.localdate(now)),
        "due_count": keeping.count_due(choice.chosen, timezone.localdate(now)),
        "held": keeping.cases_on_hold(choice.chosen),
        "receipts": keeping.receipts(choice.chosen),
        "old_piles": old_piles(now, choice.chosen),
        "silent_timers": silent_timers(now),
    }
    return render(request, "manager/papers.html", context)


@require_safe
def receipts(request: HttpRequest) -> HttpResponse:
    """Stream the receipts of destroyed papers as CSV: kinds, dates, staff, no requesters. Each desk's is recorded."""
    choice = DeskChoice(request.GET, desks=access.desks_with_figures(request.user))
    for desk_id in choice.chosen:
        access.record_view(request.user, ViewSubject.EXPORT, desk_id=desk_id)
    return _as_csv("destroyed-papers", keeping.receipt_rows(choice.chosen))


def _as_csv(name: str, rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.csv"'
    return response
