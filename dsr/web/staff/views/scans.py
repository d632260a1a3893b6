"""Scanned post: take piles in, see what became of them, and file by hand what no cover sheet names."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from dsr.actions import scans as verbs
from dsr.errors import Refused
from dsr.models import ScanBatch
from dsr.queries.scans import discarded_pages, filed_stacks, pile_of, piles_of, waiting_pages
from dsr.rendering.watermark import CONTENT_TYPE, watermarked
from dsr.storage.sealed import get_sealed
from dsr.vocabulary import DiscardReason, ViewSubject
from dsr.web import access
from dsr.web.staff.forms.scans import DiscardPagesForm, FilePagesForm, PagesForm, PileForm
from dsr.web.staff.pages import staff_page
from dsr.web.staff.views.files import PICTURE, inline, words_across

STEPS = {"file": FilePagesForm, "discard": DiscardPagesForm}


@require_http_methods(["GET", "HEAD", "POST"])
def scans(request: HttpRequest) -> HttpResponse:
    """List the piles of the reader's desks; take one in."""
    desks = access.desks_for_scans(request.user)
    if request.method != "POST":
        return _draw_list(request, PileForm(desks=desks))
    form = PileForm(request.POST, request.FILES, desks=desks)
    return _take_in(request, form) if form.is_valid() else _draw_list(request, form)


def _take_in(request: HttpRequest, form: PileForm) -> HttpResponse:
    try:
        verbs.add_batch(form.cleaned_data["desk"], form.cleaned_data["file"], by=request.user)
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return _draw_list(request, form)
    messages.success(request, _("The file is taken in. Its pages are being read, which takes up to a minute."))
    return redirect("staff:scans")


def _draw_list(request: HttpRequest, form: PileForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "piles": piles_of(request.user, timezone.now()), "most": verbs.MAX_PAGES}
    return staff_page(request, "staff/scans.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def pile(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Show what became of a pile; file or discard pages that wait."""
    batch = access.batch_for(request.user, batch_id)
    waiting = waiting_pages(batch)
    forms = {step: form(waiting=waiting) for step, form in STEPS.items()}
    step = request.POST.get("step", "")
    if step not in STEPS:
        return _draw_pile(request, batch, forms)
    forms[step] = STEPS[step](request.POST, waiting=waiting)
    return _settle(request, batch, forms, step)


def _settle(request: HttpRequest, batch: ScanBatch, forms: dict[str, PagesForm], step: str) -> HttpResponse:
    """File or discard what was ticked, or draw the page again with what is wrong."""
    form = forms[step]
    if not form.is_valid():
        return _draw_pile(request, batch, forms, form)
    try:
        done = _file(request, batch, form) if step == "file" else _discard(request, batch, form)
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return _draw_pile(request, batch, forms, form)
    messages.success(request, done)
    return redirect("staff:pile", batch_id=batch.pk)


def _file(request: HttpRequest, batch: ScanBatch, form: PagesForm) -> str:
    chosen, number = form.cleaned_data["pages"], form.cleaned_data["number"]
    verbs.file_pages(batch.pk, chosen, number, by=request.user)
    return ngettext(
        "%(count)s page is filed to case %(number)s.", "%(count)s pages are filed to case %(number)s.", len(chosen)
    ) % {"count": len(chosen), "number": number}


def _discard(request: HttpRequest, batch: ScanBatch, form: PagesForm) -> str:
    reason = DiscardReason(form.cleaned_data["reason"])
    count = verbs.discard_pages(batch.pk, form.cleaned_data["pages"], reason, by=request.user)
    return ngettext("%(count)s page is discarded.", "%(count)s pages are discarded.", count) % {"count": count}


def _draw_pile(
    request: HttpRequest, batch: ScanBatch, forms: dict[str, PagesForm], failed: PagesForm | None = None
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failed else HTTPStatus.OK
    context = {
        "batch": batch,
        "pile": pile_of(batch),
        "waiting": waiting_pages(batch),
        "filed": filed_stacks(batch),
        "discarded": discarded_pages(batch),
        "forms": forms,
        "failed": failed,
        "ticked": failed["pages"].value() if failed else [],
        "language_next": request.path,
    }
    return staff_page(request, "staff/pile.html", context, status=status)


@require_safe
def scan_page(request: HttpRequest, batch_id: UUID, number: int) -> HttpResponse:
    """Return one page of the inbox as a picture that names its reader."""
    found, file_key = access.scan_page_for(request.user, batch_id, number)
    subject = f"{batch_id}/{number}"
    access.record_view(request.user, ViewSubject.SCAN, desk_id=found.batch.desk_id, object_id=subject)
    picture = watermarked(get_sealed(found.key, file_key), words_across(request.user))
    return HttpResponse(picture, content_type=CONTENT_TYPE, headers=PICTURE | inline(f"page-{number}.jpg"))
