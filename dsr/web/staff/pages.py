"""Every page of this door is drawn here, with what all of them show: the banner of the timers, and where one may go."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from dsr.models import Desk, DeskMembership, User
from dsr.policy import MATRIX, READS_FIGURES
from dsr.queries.case_page.people import WORKERS
from dsr.queries.clock_status import silent_timers
from dsr.vocabulary import Action


def staff_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Draw a page. `language_next` in the context names the address to come back to where this one takes only POST."""
    shown = {
        "silent_timers": silent_timers(timezone.now()),
        "may_record": bool(desk_ids_for_intake(request.user)),
        "reads_figures": bool(READS_FIGURES & set(request.user.roles.values())),
    }
    return render(request, template, shown | context, status=status)


def desk_ids_for_intake(user: User) -> list[int]:
    """Return the desks at which a person may record a request."""
    return [desk for desk, role in user.roles.items() if Action.SUBMIT_REQUEST in MATRIX[role]]


def desks_of(user: User) -> list[Desk]:
    """Return the desks whose cases a person sees, by name."""
    return sorted(Desk.objects.filter(pk__in=user.roles), key=str)


def colleagues_of(user: User) -> list[User]:
    """Return everybody who works on cases at a person's desks, by name."""
    members = DeskMembership.objects.filter(desk__in=user.roles, role__in=WORKERS).values("user")
    return sorted(User.objects.filter(pk__in=members, is_active=True), key=str)
