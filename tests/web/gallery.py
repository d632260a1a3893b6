"""Every component on a few pages, for eyes and for axe. A urlconf of the suite; the product does not know it."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dsr.vocabulary import DocumentStatus, ItemStatus, Outcome, State
from dsr.web import errors, forms

WORDS = json.loads(Path(__file__).with_name("gallery_words.json").read_text(encoding="utf-8"))
PAGES = Path(__file__).with_name("gallery_pages")
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 5, 5, tzinfo=UTC)


class RequestForm(forms.AccessibleForm):
    name = forms.LineField(label=_("Name"), limit=20, error_messages={"required": _("Enter your name.")})
    born = forms.TypedDateField(label=_("Date of birth"))
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.LineField(label=_("Telephone"), limit=20, width="input-short", required=False)
    rights = forms.CheckboxesField(label=_("Rights"), choices=[("a", "A"), ("b", "B")])
    method = forms.RadioField(label=_("Reply method"), choices=[("web", "A"), ("post", "B")])
    country = forms.SelectField(
        label=_("Residence"), choices=[("", "—"), ("JP", _("Japan")), ("GB", _("United Kingdom"))]
    )
    received = forms.DayField(label=_("Received on"), required=False)
    details = forms.ParagraphField(label=_("Details"), limit=100)
    paper = forms.DocumentField(label=_("Passport"))
    sure = forms.ConfirmField(label=_("I have read the above"))

    def __init__(self, *args, words, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("rights", "method"):
            self.fields[name].choices = [(key, label) for key, label, _hint in words[name]]
            self.fields[name].widget.hints = {key: hint for key, _label, hint in words[name]}
        self.fields["name"].help_text = words["name_hint"]
        for name, label in words["labels"].items():
            self.fields[name].label = label


class FilterForm(forms.AccessibleForm):
    show_marks = False
    q = forms.LineField(label=_("Search"), required=False)
    state = forms.SelectField(label=_("State"), required=False, choices=[("", "—"), *State.choices])


def words() -> dict:
    language = 1 if get_language() == "ja" else 0
    return {key: pair[language] for key, pair in WORDS.items()}


def shown(request: HttpRequest, name: str, status: int = 200, **context) -> HttpResponse:
    template = engines["django"].from_string((PAGES / f"{name}.html").read_text(encoding="utf-8"))
    everything = {"t": words(), "today": TODAY, "now": NOW, **context}
    return HttpResponse(template.render(everything, request), status=status)


def public(request: HttpRequest) -> HttpResponse:
    messages.success(request, words()["saved"])
    messages.error(request, words()["refused"])
    return shown(request, "public")


def form(request: HttpRequest) -> HttpResponse:
    bound = RequestForm(request.POST or None, request.FILES or None, words=words())
    failed = request.method == "POST" and not bound.is_valid()
    return shown(request, "form", status=422 if failed else 200, form=bound)


def receipt(request: HttpRequest) -> HttpResponse:
    return shown(request, "receipt", follow_url="https://desk.example.jp/follow/#DSR-26-7KQ4-9M2X-C")


def staff(request: HttpRequest) -> HttpResponse:
    return shown(
        request, "staff", filters=FilterForm(request.GET), states=list(State), days=[-12, -1, 0, 1, 5, 6, None]
    )


def case(request: HttpRequest) -> HttpResponse:
    every = {"outcomes": list(Outcome), "items": list(ItemStatus), "documents": list(DocumentStatus)}
    return shown(request, "case", hostile="x\u202ey", **every)


def manager(request: HttpRequest) -> HttpResponse:
    return shown(request, "manager")


def refuse_400(request: HttpRequest) -> HttpResponse:
    return errors.bad_request(request)


def refuse_403(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def refuse_404(request: HttpRequest) -> HttpResponse:
    raise Http404


def refuse_413(request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig


def refuse_429(request: HttpRequest) -> HttpResponse:
    return errors.too_many_requests(request, retry_after=130)


def refuse_500(request: HttpRequest) -> HttpResponse:
    return errors.server_error(request)


def csrf(request: HttpRequest) -> HttpResponse:
    request.POST = request.POST.copy()
    request.POST.update({"name": "山田 太郎", "details": "一行目\n<script>alert(1)</script>", "password": "no"})
    return errors.csrf_failure(request)


VIEWS = (public, form, receipt, staff, case, manager)
FAULTS = (refuse_400, refuse_403, refuse_404, refuse_413, refuse_429, refuse_500, csrf)

urlpatterns = [path(f"gallery/{view.__name__}/", view, name=view.__name__) for view in (*VIEWS, *FAULTS)] + [
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400 = "dsr.web.errors.bad_request"
handler403 = "dsr.web.errors.permission_denied"
handler404 = "dsr.web.errors.page_not_found"
handler500 = "dsr.web.errors.server_error"
