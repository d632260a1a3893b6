"""Is this letter genuine? Anybody may ask, with what is printed on it."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dsr.queries.genuine import GenuineLetter, genuine_letter
from dsr.web.public import throttle
from dsr.web.public.forms.verifying import LetterForm
from dsr.web.public.guards import no_store
from dsr.web.public.pages import in_its_language, page


@require_safe
@no_store
@in_its_language
def verify(request: HttpRequest) -> HttpResponse:
    """Say whether a letter is genuine. Its number and code may stand in the address: they tell of nobody."""
    form = LetterForm(request.GET if {"number", "code"} & request.GET.keys() else None)
    wait = throttle.exhausted(throttle.WRONG_LETTERS, throttle.visitor(request)) if form.is_bound else 0
    letter = _letter(request, form) if not wait and form.is_valid() else None
    wrong = form.is_bound and letter is None
    status = HTTPStatus.TOO_MANY_REQUESTS if wait else HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    headers = {"Retry-After": str(wait)} if wait else None
    return page(
        request, "public/verify.html", status, headers, form=form, letter=letter, minutes=throttle.minutes(wait)
    )


def _letter(request: HttpRequest, form: LetterForm) -> GenuineLetter | None:
    """Return the letter, or count a wrong try; one sentence for a wrong number and a wrong code."""
    letter = genuine_letter(**form.cleaned_data)
    if letter is None:
        throttle.count(throttle.WRONG_LETTERS, throttle.visitor(request))
        form.add_error("number", _("We have issued no letter with this number and this code."))
    return letter
