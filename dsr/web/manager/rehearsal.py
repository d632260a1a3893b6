"""Another day, tried out: what the clock would send by then, and the mail of that morning."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dsr.models import Desk
from dsr.queries.clock_status import newest_calendars, silent_timers
from dsr.queries.digest import desk_day
from dsr.queries.rehearsal import is_within_reach, rehearse
from dsr.rendering.digests import compose_day, parts_of
from dsr.web import access
from dsr.web.forms import DayField
from dsr.web.manager.forms import DeskChoice

SHOWN = 100


class RehearsalForm(DeskChoice):
    """The desk, and the day to go to. Without a day nothing is tried out yet."""

    on = DayField(label=_("Day"), required=False, help_text=_("From today up to one year ahead."))

    def clean_on(self) -> date | None:
        """Refuse a day that has passed, or one that no calendar can be asked about."""
        on = self.cleaned_data["on"]
        if on and not is_within_reach(on, timezone.localdate()):
            raise forms.ValidationError(_("Choose a day from today up to one year ahead."))
        return on


@require_safe
def rehearsal(request: HttpRequest) -> HttpResponse:
    """Show what would be sent up to a day if nobody did anything. Sends nothing and changes nothing."""
    now, on = timezone.now(), None
    form = RehearsalForm(request.GET, desks=access.desks_with_figures(request.user))
    if form.is_valid() and (on := form.cleaned_data["on"]):
        found = rehearse(form.chosen, now, on)
        context = {"found": found, "reminders": found.reminders[:SHOWN], "mails": _mails(form.chosen, on)}
    else:
        context = {}
    context |= {"form": form, "on": on, "silent_timers": silent_timers(now)}
    return render(request, "manager/rehearsal.html", context)


def _mails(desks: list[int], on: date) -> list[dict[str, Any]]:
    """Return the morning mail of each desk that is open on that day, as its staff would read it, where there is one."""
    calendars = newest_calendars(desks)
    is_open = [desk for desk in Desk.objects.filter(pk__in=desks) if calendars[desk.pk].is_open_anyway(on)]
    mails = [(desk, compose_day(desk, on, desk_day(desk, on))) for desk in is_open]
    return [{"desk": desk, "parts": parts_of(mail), "readers": len(mail.to)} for desk, mail in mails if mail.body]
