"""What can still be saved, and whether the pace of the desks is enough."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dsr.queries.clock_status import silent_timers
from dsr.queries.foresight import Forecast, forecasts, rescue_list
from dsr.web import access
from dsr.web.manager.forms import DeskChoice


@require_safe
def foresight(request: HttpRequest) -> HttpResponse:
    """Show the rescue list and the next fifteen business days of each desk."""
    now = timezone.now()
    today = timezone.localdate(now)
    choice = DeskChoice(request.GET, desks=access.desks_with_figures(request.user))
    context = {
        "choice": choice,
        "rescues": rescue_list(choice.chosen, today),
        "forecasts": [(row, _columns(row)) for row in forecasts(choice.chosen, today)],
        "silent_timers": silent_timers(now),
    }
    return render(request, "manager/foresight.html", context)


def _columns(forecast: Forecast) -> list[dict[str, Any]]:
    """Return the columns of the chart: a day, what falls due, and the tone of late where the pace is not enough."""
    return [
        {"label": f"{day.day.month}/{day.day.day}", "value": day.due, "tone": "late" if day.is_short else ""}
        for day in forecast.days
    ]
