"""Record a request that came on paper, by phone, at the counter or by e-mail."""

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dsr.actions.receive import Receipt
from dsr.models import Desk
from dsr.web.staff.forms.intake import IntakeStartForm
from dsr.web.staff.pages import desk_ids_for_intake, staff_page
from dsr.web.staff.recording import Recording


@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """Ask what decides the rest; with these answers in the URL, ask for the request itself, and make the case."""
    start = IntakeStartForm(request.GET or None, desks=_desks(request), under_way=request.method == "POST")
    if not start.is_valid() or "change" in request.GET:
        return _start_page(request, start)
    if request.method != "POST":
        return _form_page(request, Recording(start.route))
    recording = Recording(start.route, request.POST, request.FILES)
    receipt = recording.submit(by=request.user) if recording.is_valid() else None
    return _receipt_page(request, receipt) if receipt else _form_page(request, recording, failed=True)


def _desks(request: HttpRequest) -> list[Desk]:
    """Return the desks at which the reader may record requests. Raises PermissionDenied when there are none."""
    desks = Desk.objects.filter(pk__in=desk_ids_for_intake(request.user))
    if not desks:
        raise PermissionDenied
    return sorted(desks, key=str)


def _start_page(request: HttpRequest, start: IntakeStartForm) -> HttpResponse:
    return staff_page(request, "staff/intake_start.html", {"form": start})


def _form_page(request: HttpRequest, recording: Recording, *, failed: bool = False) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failed else HTTPStatus.OK
    context = {"recording": recording, "route": recording.route, "language_next": request.get_full_path()}
    return staff_page(request, "staff/intake.html", context, status=status)


def _receipt_page(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Show number and secret in the answer itself: a reload sends the same token and shows the same receipt."""
    context = {
        "case": receipt.case,
        "secret": receipt.secret,
        "follow_url": f"{settings.DSR_BASE_URL}{reverse('public:follow')}",
        "print_subject": receipt.case.number,
        "language_next": receipt.case.get_absolute_url(),
    }
    return staff_page(request, "staff/intake_receipt.html", context)
