"""Choosing a company, its procedure, and its form on paper. All of it can be read without a cookie."""

from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dsr.profile import RegimeRoute
from dsr.queries.procedure import (
    OWN_LAW,
    DeskCard,
    RightOffered,
    notes_on_papers,
    open_desks,
    papers_by_post,
    papers_by_requester,
    rights_abroad,
    rights_offered,
)
from dsr.rendering.papers import print_paper
from dsr.vocabulary import Channel, Regime, RequesterType
from dsr.web.public.forms.deadline import DeadlineForm
from dsr.web.public.forms.search import SearchForm
from dsr.web.public.forms.start import Residence
from dsr.web.public.pages import desk_card, in_its_language, page

# how a law's people are called, and what they choose in the form
PLACES = {
    Regime.EU_GDPR: (_("European Economic Area"), Residence.EEA),
    Regime.UK_GDPR: (_("United Kingdom"), Residence.UK),
    Regime.US_CA: (_("California, USA"), Residence.CALIFORNIA),
}


@require_safe
@in_its_language
def home(request: HttpRequest) -> HttpResponse:
    """Choose the company, by its Japanese or English name."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    cards = open_desks(timezone.localdate(), query)
    return page(request, "public/home.html", form=form, cards=cards, query=query)


@require_safe
@in_its_language
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what arts. 32 and 37 want published, generated from the profile in force today."""
    card, today = desk_card(slug), timezone.localdate()
    papers = papers_by_requester(card.profile, today)
    return page(
        request,
        "public/desk.html",
        card=card,
        profile=card.profile,
        rights=rights_offered(card.profile, OWN_LAW, today),
        papers=papers,
        advice=notes_on_papers(papers),
        regional=_regional(card, today),
        ways=[(channel, card.profile.channels[channel]) for channel in Channel],
        takes_web=card.profile.accepts(Channel.WEB),
    )


def _regional(card: DeskCard, today: date) -> list[tuple[Promise, Residence, RegimeRoute, tuple[RightOffered, ...]]]:
    """Return of each place abroad how it is called and chosen, how its people are served, and with which rights."""
    abroad = [route for route in card.profile.regimes if route.regime in PLACES]
    return [(*PLACES[route.regime], route, rights_abroad(card.profile, route, today)) for route in abroad]


@require_safe
@in_its_language
def request_form(_request: HttpRequest, slug: str) -> HttpResponse:
    """Return the request form to print, as PDF, in the language of the page."""
    card, language = desk_card(slug), get_language()
    if not card.profile.printable_form:
        raise Http404
    pdf = print_paper("request_form.html", language, **_form_of(card, timezone.localdate()))
    name = f"request-form-{slug}-{language}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-cache"}
    return HttpResponse(pdf.data, content_type="application/pdf", headers=headers)


@require_safe
@in_its_language
def deadline(request: HttpRequest, slug: str) -> HttpResponse:
    """Compute when an answer is due, and say why. Only days are asked for, so that they may stand in the address."""
    card = desk_card(slug)
    asked = request.GET if {"clock", "received"} & request.GET.keys() else None
    form = DeadlineForm(asked, profile=card.profile, calendar=card.desk.calendar().business_days)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if asked is not None and not form.is_valid() else HTTPStatus.OK
    return page(request, "public/deadline.html", status, card=card, profile=card.profile, form=form)


def _form_of(card: DeskCard, today: date) -> dict[str, Any]:
    """Return what a desk prints into its form: what may be asked for, and which papers count when they come by post."""
    return {
        "profile": card.profile,
        "rights": rights_offered(card.profile, OWN_LAW, today),
        "papers": papers_by_post(card.profile, today),
        "requesters": RequesterType,
    }
