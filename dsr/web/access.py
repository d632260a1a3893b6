"""Fetching is the permission check: a view never holds what its user may not see, and a look leaves a record."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from dsr.models import Case, Desk, Document, Letter, Page, ScanBatch, ScanPage, User, ViewEvent
from dsr.policy import READS_CASES, READS_FIGURES
from dsr.queries.scans import desk_ids_for_scans
from dsr.vocabulary import DocumentStatus, ScanPageState, ViewSubject
from dsr.web.errors import signed_out

# Everything else asks for a login. Prefixes, so that a new page is closed until somebody opens it here.
STAFF_ONLY = ("/staff/", "/manager/", "/administration/")
LOOKS = ("GET", "HEAD")
SIGN_IN = "/administration/login/"


class StaffLoginRequiredMiddleware:
    """Ask for a login on every staff page. What its reader may see is for the functions below to say."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send strangers to the login; keep staff pages out of every cache."""
        if not request.path_info.startswith(STAFF_ONLY):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return ask_for_login(request)
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method in LOOKS:
            response = _page_instead(request, response)
        response["Cache-Control"] = "private, no-store"
        return response


def ask_for_login(request: HttpRequest) -> HttpResponse:
    """Lead a stranger to the login and back; show what was typed to somebody whose session ended over a form."""
    if request.method == "POST" and request.path_info != SIGN_IN:
        return signed_out(request, page_behind(request))
    return redirect_to_login(request.get_full_path())


def page_behind(request: HttpRequest) -> str:
    """Return the page that can be opened again where this address only takes a form: the case, or the address."""
    try:
        case_id = resolve(request.path_info).kwargs.get("case_id")
    except Resolver404:
        case_id = None
    return reverse("staff:case", args=[case_id]) if case_id else request.get_full_path()


def _page_instead(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    """Lead whoever opens the address of a verb to the page that the verb stands on. No look: the page checks that."""
    match = request.resolver_match
    if not match or match.namespace != "staff":
        return refusal
    return redirect(page_behind(request) if "case_id" in match.kwargs else "staff:queue")


def staff_of_some_desk(user: User) -> User:
    """Return the person if they may read cases at some desk. Raises PermissionDenied otherwise."""
    if not READS_CASES & set(user.roles.values()):
        raise PermissionDenied
    return user


def desks_with_figures(user: User) -> list[int]:
    """Return the ids of the desks whose figures a person may see. Raises PermissionDenied when there are none."""
    desks = [desk for desk, role in user.roles.items() if role in READS_FIGURES]
    if not desks:
        raise PermissionDenied
    return desks


def case_for(user: User, case_id: UUID) -> Case:
    """Return a case that the person may see, ready for its page. Raises Http404 for all others."""
    case = Case.objects.visible_to(user).for_list().select_related("policy").filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def case_with_report_for(user: User, case_id: UUID) -> Case:
    """Return a visible case at whose desk the person may read who saw what. Raises Http404, PermissionDenied."""
    case = case_for(user, case_id)
    if user.role_at(case.desk_id) not in READS_FIGURES:
        raise PermissionDenied
    return case


def page_for(user: User, case_id: UUID, document_id: UUID, number: int) -> Page:
    """Return one page of a document of a visible case. Raises Http404, also for what is destroyed or infected."""
    case = case_for(user, case_id)
    ready = Page.objects.filter(document__status=DocumentStatus.READY)
    page = ready.filter(document=document_id, document__case=case, number=number).first()
    if page is None:
        raise Http404
    page.document.case = case
    return page


def document_for(user: User, case_id: UUID, document_id: UUID) -> Document:
    """Return a document of a visible case, destroyed ones included. Raises Http404."""
    case = case_for(user, case_id)
    document = case.documents.prefetch_related("pages").filter(pk=document_id).first()
    if document is None:
        raise Http404
    document.case = case
    return document


def letter_for(user: User, case_id: UUID) -> Letter:
    """Return the rendered letter of a visible case. Raises Http404."""
    case = case_for(user, case_id)
    letter = case.letters.exclude(pdf_sha256="").first()
    if letter is None:
        raise Http404
    letter.case = case
    return letter


def desks_for_scans(user: User) -> list[Desk]:
    """Return the desks whose scanned post a person may work on, by name. Raises PermissionDenied without any."""
    desks = Desk.objects.filter(pk__in=desk_ids_for_scans(user))
    if not desks:
        raise PermissionDenied
    return sorted(desks, key=str)


def batch_for(user: User, batch_id: UUID) -> ScanBatch:
    """Return a pile of scanned post of a desk where the person works on it. Raises Http404 for all others."""
    batches = ScanBatch.objects.filter(desk__in=desk_ids_for_scans(user)).select_related("desk", "uploaded_by")
    batch = batches.filter(pk=batch_id).first()
    if batch is None:
        raise Http404
    return batch


def scan_page_for(user: User, batch_id: UUID, number: int) -> tuple[ScanPage, bytes]:
    """Return a page that waits in the inbox, and the key that opens it. Raises Http404."""
    batch = batch_for(user, batch_id)
    page = batch.pages.filter(number=number, state=ScanPageState.INBOX).first()
    file_key = batch.open_file_key()
    if page is None or file_key is None:
        raise Http404
    return page, file_key


def record_view(
    user: User,
    subject: ViewSubject,
    *,
    desk_id: int | None = None,
    case: Case | None = None,
    cases: Iterable[Case] = (),
    object_id: str = "",
) -> None:
    """Record a look at personal data, committed before the page leaves; a failure means no page."""
    desk = case.desk_id if case else desk_id
    ViewEvent.objects.create(
        at=timezone.now(),
        user=user,
        role=user.role_at(desk) or "" if desk else "",
        subject=subject,
        desk_id=desk,
        case=case,
        cases=[str(shown.pk) for shown in cases],
        object_id=object_id,
    )
