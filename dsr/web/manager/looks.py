"""Who saw what: the reports for managers and auditors of a desk. Reading one is itself on record before it leaves."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dsr.models import User, ViewEvent
from dsr.queries.clock_status import silent_timers
from dsr.queries.export import look_rows
from dsr.queries.looks import Place, look_page, looks_at_case, looks_by, people_who_look
from dsr.vocabulary import ViewSubject
from dsr.web import access
from dsr.web.manager.csv_lines import csv_lines
from dsr.web.manager.forms import PersonChoice


@require_safe
def at_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show who looked at a case, newest first."""
    case = access.case_with_report_for(request.user, case_id)
    access.record_view(request.user, ViewSubject.VIEWS, case=case)
    return _draw(request, looks_at_case(case), [case.desk_id], case=case)


@require_safe
def at_case_as_csv(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Stream who looked at a case."""
    case = access.case_with_report_for(request.user, case_id)
    access.record_view(request.user, ViewSubject.VIEWS, case=case, object_id="csv")
    return _stream(looks_at_case(case), [case.desk_id], f"views-{case.number}.csv")


@require_safe
def of_person(request: HttpRequest) -> HttpResponse:
    """Ask for a member of staff, or show what that person looked at, at the desks of the reader."""
    desks = access.desks_with_figures(request.user)
    choice = PersonChoice(request.GET, people=people_who_look(desks))
    if choice.chosen is None:
        return _draw(request, ViewEvent.objects.none(), desks, choice=choice)
    _record(request.user, choice.chosen, desks)
    return _draw(request, looks_by(choice.chosen, desks), desks, choice=choice, person=choice.chosen)


@require_safe
def of_person_as_csv(request: HttpRequest) -> HttpResponse:
    """Stream what a member of staff looked at, at the desks of the reader; ask for one where none is chosen."""
    desks = access.desks_with_figures(request.user)
    person = PersonChoice(request.GET, people=people_who_look(desks)).chosen
    if person is None:
        return redirect("manager:looks_of_person")
    _record(request.user, person, desks)
    return _stream(looks_by(person, desks), desks, f"views-{person.pk}.csv")


def _record(reader: User, person: User, desks: Sequence[int]) -> None:
    for desk_id in desks:
        access.record_view(reader, ViewSubject.VIEWS, desk_id=desk_id, object_id=str(person.pk))


def _draw(request: HttpRequest, looks: QuerySet[ViewEvent], desks: Sequence[int], **more: Any) -> HttpResponse:
    now = timezone.now()
    after = Place.parse(request.GET.get("after", ""))
    context = {"page": look_page(looks, desks, after=after), "later": after is not None, "now": now}
    return render(request, "manager/looks.html", context | {"silent_timers": silent_timers(now)} | more)


def _stream(looks: QuerySet[ViewEvent], desks: Sequence[int], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(look_rows(looks, desks)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
