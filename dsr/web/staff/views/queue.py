"""The list of cases."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dsr.queries.case_page.people import WORKERS
from dsr.queries.queues import Cursor, Queue, Reader, queue_page
from dsr.vocabulary import ViewSubject
from dsr.web import access
from dsr.web.staff import searches
from dsr.web.staff.forms.queue import FilterForm
from dsr.web.staff.pages import colleagues_of, desks_of, staff_page

PLACES = ("after", "before")


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show one page of one queue."""
    user = access.staff_of_some_desk(request.user)
    asked = _asked(request)
    if asked is None:
        messages.info(request, _("This search is no longer kept. Please search again."))
        return redirect("staff:queue")
    form = FilterForm(asked, desks=desks_of(user), people=colleagues_of(user), queue=_queue_of(request))
    filters, reader = form.filters(), Reader.on(user, timezone.localdate())
    after, before = (Cursor.parse(request.GET.get(place, "")) for place in PLACES)
    page = queue_page(reader, filters, after=after, before=before)
    access.record_view(user, ViewSubject.LIST, cases=[row.case for row in page.rows])
    context = {"page": page, "form": form, "filters": filters, "tabs": _tabs(request, page.counts, filters.queue)}
    return staff_page(request, "staff/queue.html", context)


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Take the filter bar: the filters go into the URL of the list, the words only by their token."""
    access.staff_of_some_desk(request.user)
    kept = QueryDict(mutable=True)
    kept.update({name: request.POST[name] for name in ("queue", *FilterForm.IN_URL) if request.POST.get(name)})
    words = request.POST.get("q", "").strip()
    if words:
        kept["search"] = searches.remember(request.session, words)
    return redirect(f"{reverse('staff:queue')}?{kept.urlencode()}")


def _asked(request: HttpRequest) -> QueryDict | None:
    """Return the filters of the URL with the words that its token stands for, or None when it stands for none.

    Words in the URL itself do not count.
    """
    asked = request.GET.copy()
    words = searches.recall(request.session, asked["search"]) if asked.get("search") else ""
    asked["q"] = words or ""
    return None if words is None else asked


def _queue_of(request: HttpRequest) -> Queue:
    """Return the queue of the URL. A search without one looks everywhere; who has no own work sees all that is open."""
    asked = request.GET.get("queue", "")
    if asked in Queue:
        return Queue(asked)
    if request.GET.get("search"):
        return Queue.ALL
    return Queue.MINE if set(WORKERS) & set(request.user.roles.values()) else Queue.OPEN


def _tabs(request: HttpRequest, counts: dict[Queue, int], current: Queue) -> list[dict[str, Any]]:
    """Return the queues as links that keep the filters; the page within the list is left behind."""
    kept = request.GET.copy()
    for place in (*PLACES, "state", "q"):
        kept.pop(place, None)
    return [
        {"label": queue.label, "url": f"?{_with(kept, queue)}", "current": queue is current, "count": counts[queue]}
        for queue in Queue
        if queue is not Queue.ALL or current is Queue.ALL
    ]


def _with(kept: Any, queue: Queue) -> str:
    kept["queue"] = queue.value
    return kept.urlencode()
