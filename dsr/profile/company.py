"""Who answers: the company, its group, the desk, and the other contacts that its policy names."""

from django.utils.translation import get_language

from dsr.profile.base import Address, Email, Part, Phone, Text, WebAddress, phone_in_language


class Representative(Part):
    """The person who represents the company (APPI art. 32(1)(i)). Entered by the operator, never guessed."""

    title: Text
    name: Text


class Company(Part):
    """The business that handles the data, as art. 32(1)(i) wants it named."""

    name: Text
    address: Address
    representative: Representative | None
    representative_source: Text  # for staff: where to find the name. The public is shown the page instead
    profile_page: WebAddress | None = None


class Group(Part):
    """The group a company belongs to, and how its group-wide policy relates to the company's own."""

    name: Text
    policy: Text | None = None


class Contact(Part):
    """A place where people reach the company; every way in is optional except the name."""

    name: Text
    serves: Text
    address: Address | None = None
    phone: Phone | None = None
    fax: Phone | None = None
    email: Email | None = None
    hours: Text | None = None
    contact_form: WebAddress | None = None

    def phone_in_language(self, code: str | None) -> str:
        """Return the phone number for a reader of that language; an empty string without one."""
        return phone_in_language(self.phone, code) if self.phone else ""

    @property
    def phone_text(self) -> str:
        """Return the phone number as the reader of the active language dials it."""
        return self.phone_in_language(get_language())

    @property
    def fax_text(self) -> str:
        """Return the fax number as the reader of the active language dials it."""
        return phone_in_language(self.fax, get_language()) if self.fax else ""
