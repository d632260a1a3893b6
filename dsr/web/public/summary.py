"""A last look before sending: everything as it will arrive, and what a person may want to think over."""

from dataclasses import dataclass
from datetime import date

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from dsr import names
from dsr.law.eras import format_date
from dsr.law.listing import in_turn
from dsr.persons import PersonDetails
from dsr.templatetags.dsr_desk import in_brackets
from dsr.vocabulary import ReplyMethod
from dsr.web.public.cautions import likelier_address, numbers_in
from dsr.web.public.forms.documents import line_of
from dsr.web.public.forms.request import RequestForms
from dsr.web.public.forms.start import WHO_LABELS, residence_name
from dsr.web.public.routing import Route


@dataclass(frozen=True)
class Row:
    """One answer, with the place where it can be changed."""

    term: str
    value: str
    href: str = ""


@dataclass(frozen=True)
class Group:
    """Answers under one heading."""

    title: str
    rows: list[Row]


def summary_of(route: Route, forms: RequestForms) -> list[Group]:
    """Return everything that will be sent, in the order of the form."""
    groups = [
        Group(_("Who asks"), _start_rows(route)),
        Group(_("What you ask for"), _right_rows(route, forms)),
        Group(_about(route), _person_rows(route, forms.principal.person, "principal")),
        Group(_("Reply"), [Row(_("How we reply"), _method(forms), f"{route.form_url}#id_reply_method_0")]),
        Group(_("Papers"), _paper_rows(route, forms)),
    ]
    if forms.agent:
        groups.insert(2, Group(_("You, the agent"), _person_rows(route, forms.agent.person, "agent")))
    return groups


def _about(route: Route) -> str:
    return _("The person whose data it is about") if route.is_agent else _("About you")


def _start_rows(route: Route) -> list[Row]:
    change = f"{route.form_url}&change=1"
    return [
        Row(_("Who is asking"), str(WHO_LABELS[route.requester_type]), change),
        Row(_("Place of residence"), residence_name(route.residence), change),
    ]


def _right_rows(route: Route, forms: RequestForms) -> list[Row]:
    rows = []
    for row in forms.rights.rows:
        if row.offered.kind not in forms.rights.cleaned_data["kinds"]:
            continue
        rows.append(Row(_("Right"), f"{row.offered.row.label}\n{row.offered.row.article}", f"{route.form_url}#rights"))
        rows += [
            Row(question.label, _answer(forms, question.name), f"{route.form_url}#{question.auto_id}")
            for question in row.questions
            if _answer(forms, question.name)
        ]
    if forms.rights.category_label:
        rows.append(Row(_("Relation to the company"), forms.rights.category_label, f"{route.form_url}#id_category"))
    return rows


def _answer(forms: RequestForms, name: str) -> str:
    value = forms.rights.cleaned_data.get(name, "")
    choices = dict(getattr(forms.rights.fields[name], "choices", ()))
    chosen = value if isinstance(value, list) else [value]
    return names.display_safe(in_turn([str(choices.get(one, one)) for one in chosen]))


def _person_rows(route: Route, person: PersonDetails, prefix: str) -> list[Row]:
    form_url = f"{route.form_url}#id_{prefix}"
    answers = (
        (_("Full name"), person.name, "name"),
        (_("Reading of the name (furigana)"), person.kana, "kana"),
        (_("Name in Latin letters"), person.latin_name, "latin_name"),
        (_("Former name"), person.former_name, "former_name"),
        (_("Office or firm"), person.organisation, "organisation"),
        (_("Date of birth"), _day(person.birth_date), "birth_date"),
        (_("Postal code"), person.postal_code, "postal_code"),
        (_("Address"), person.address, "address"),
        (_("Phone number"), person.phone, "phone"),
        (_("E-mail address"), person.email, "email"),
        (_("Ways of contact to avoid"), person.safe_contact, "safe_contact"),
    )
    return [Row(term, names.display_safe(value), f"{form_url}-{field}") for term, value, field in answers if value]


def _day(iso: str) -> str:
    """Write a birth date as it stands on papers (in Japanese by its era), and in figures."""
    return f"{format_date(date.fromisoformat(iso), era=True)}{in_brackets(iso)}" if iso else ""


def _method(forms: RequestForms) -> str:
    return str(ReplyMethod(forms.reply.cleaned_data["reply_method"]).label)


def _paper_rows(route: Route, forms: RequestForms) -> list[Row]:
    change = f"{route.form_url}#papers"
    rows = []
    for line in forms.documents.lines:
        files = [file for slot, file in forms.kept.items() if line_of(slot) == line.code]
        sizes = [f"{names.display_safe(file.name)}{in_brackets(filesizeformat(file.size))}" for file in files]
        if line.original:
            rows.append(Row(str(line.label), _("To be sent by post, as the original")))
        elif sizes:
            rows.append(Row(str(line.label), "\n".join(sizes), change))
        elif line.papers:
            rows.append(Row(str(line.label), _("Not attached yet. You can send it later."), change))
    return rows


@dataclass(frozen=True)
class Caution:
    """One thing to think over, and where to change it. It never stops anybody."""

    code: str
    href: str
    instead: str = ""


def cautions_for(forms: RequestForms) -> list[Caution]:
    """Return what stands out in what was typed: numbers that nobody should send, a slip in a mail address."""
    found = [Caution(code, f"{forms.route.form_url}#rights") for code in sorted(numbers_in(forms.rights.free_texts))]
    for part in filter(None, (forms.agent, forms.principal)):
        instead = likelier_address(part.person.email)
        if instead:
            found.append(Caution("email", f"{forms.route.form_url}#{part['email'].auto_id}", instead))
    return found
