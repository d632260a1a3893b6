"""The two questions before the form."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dsr.law.places import EEA_COUNTRIES
from dsr.vocabulary import RequesterType
from dsr.web.forms import AccessibleForm, RadioField, SelectField


class Residence(TextChoices):
    """Where the data subject lives, as far as it decides the law. ZZ is ISO 3166's code for an unknown country."""

    JAPAN = "JP", _("Japan")
    EEA = "EEA", _("A country of the European Economic Area (EU, Iceland, Liechtenstein, Norway)")
    UK = "GB", _("United Kingdom")
    CALIFORNIA = "US-CA", _("California, USA")
    ELSEWHERE = "ZZ", _("Another country or region")


WHO_HINTS = {
    RequesterType.PRINCIPAL: _("You ask about data that a company holds about you."),
    RequesterType.MINOR_AGENT: _("For example the father or mother of a child under 18."),
    RequesterType.ADULT_WARD_AGENT: _("A guardian whom a court has appointed for an adult."),
    RequesterType.APPOINTED_AGENT: _("Somebody to whom the person has given a written mandate for this request."),
    RequesterType.QUALIFIED_AGENT: _("With a mandate from the person whose data it is about."),
}
WHO_LABELS = {
    RequesterType.PRINCIPAL: _("I ask for myself"),
    RequesterType.MINOR_AGENT: _("I am a parent or guardian of a minor"),
    RequesterType.ADULT_WARD_AGENT: _("I am the guardian of an adult"),
    RequesterType.APPOINTED_AGENT: _("I was asked by the person to act for them"),
    RequesterType.QUALIFIED_AGENT: _(
        "I am an attorney, judicial scrivener or administrative scrivener acting for a client"
    ),
}


class StartForm(AccessibleForm):
    """Residence and who asks. The answers stand in the address, so the form that follows can be reloaded."""

    use_required_attribute = False

    residence = RadioField(
        label=_("Where does the person live whose data it is about?"),
        choices=Residence.choices,
        help_text=_("This decides which law applies."),
    )
    country = SelectField(
        label=_("Country, if you chose the European Economic Area"),
        required=False,
    )
    who = RadioField(label=_("Who is asking?"), choices=tuple(WHO_LABELS.items()), hints=WHO_HINTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """List the countries in the order of the reader's language; take a country where the area is expected."""
        super().__init__(*args, **kwargs)
        countries = sorted(((code, str(name)) for code, name in EEA_COUNTRIES.items()), key=lambda row: row[1])
        self.fields["country"].choices = [("", _("Choose a country")), *countries]
        if self.is_bound and self.data.get("residence") in EEA_COUNTRIES:
            self.data = self.data.copy()
            self.data["country"] = self.data["residence"]
            self.data["residence"] = Residence.EEA

    def clean(self) -> dict[str, Any]:
        """Ask for the country where the area alone does not say whose holidays count."""
        answers = super().clean() or {}
        if answers.get("residence") == Residence.EEA and "country" in answers and not answers["country"]:
            self.add_error("country", _("Choose the country."))
        return answers

    @property
    def residence_code(self) -> str:
        """Return the code of the country, or US-CA, or ZZ."""
        answer = self.cleaned_data["residence"]
        return self.cleaned_data["country"] if answer == Residence.EEA else answer


def residence_name(code: str) -> str:
    """Return a place of residence in words."""
    return str(EEA_COUNTRIES[code] if code in EEA_COUNTRIES else Residence(code).label)
