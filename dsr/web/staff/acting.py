"""One beat for every form on a case: check the shape, take the verb, go on; or come back with everything typed kept."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dsr import policy
from dsr.errors import Refused
from dsr.models import Case, User
from dsr.queries.case_page import refusal_of
from dsr.vocabulary import Action
from dsr.web import access
from dsr.web.refusals import STATUS
from dsr.web.staff.forms.base import CaseForm

logger = logging.getLogger(__name__)

# a second click: what was asked for is there
TWICE = frozenset({"note_twice", "document_twice"})
Again = Callable[[HttpRequest, CaseForm, int], HttpResponse]


def act(
    request: HttpRequest, form: CaseForm, verb: Callable[..., Any], *, done: str, again: Again, onward: str = ""
) -> HttpResponse:
    """Take a verb with what a form says, then go back to the page of the case, to the place that `onward` names.

    An `onward` that begins with a slash is the address of another page to go on with.

    `again` draws the page once more: 422 for a form that lacks something, 403 or 409 when the verb was refused. Nothing
    was written then, and the form keeps what was typed. Who may not take the verb is told so first.
    """
    try:
        policy.require(request.user, form.verb, form.case)
        if not form.is_valid():
            return again(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        verb(form.case.pk, by=request.user, **form.arguments())
    except Refused as refused:
        if refused.code in TWICE:
            messages.info(request, str(refused.sentence))
            return redirect(_where(form.case, onward))
        logger.info("refused %s %s", refused.code, form.verb.value)
        form.refuse(refused, access.case_for(request.user, form.case.pk))
        return again(request, form, STATUS.get(refused.code, HTTPStatus.CONFLICT))
    messages.success(request, done)
    return redirect(_where(form.case, onward))


def _where(case: Case, onward: str) -> str:
    return onward if onward.startswith("/") else f"{case.get_absolute_url()}{onward}"


def demand(user: User, action: Action, case: Case) -> None:
    """Raise Refused unless the reader may take a verb on the case now: no page for what cannot be sent."""
    code = refusal_of(case, user, action)
    if code:
        raise Refused(code)
