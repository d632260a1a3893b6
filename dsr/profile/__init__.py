"""The profile of a desk: what it publishes, accepts, asks for and promises, as one immutable value (floor 0)."""

from dsr.profile.answers import AccreditedOrganisation, AddressWindow, DateStyle, Letters
from dsr.profile.base import Address, Text
from dsr.profile.company import Contact, Representative
from dsr.profile.data import Medium, PersonCategory, Recipient
from dsr.profile.desk import Confirmation, Profile
from dsr.profile.keeping import Closure, Keep
from dsr.profile.procedure import Handling, RegimeRoute
from dsr.profile.release import AskPrincipal, ReleaseRule

__all__ = [
    "AccreditedOrganisation",
    "Address",
    "AddressWindow",
    "AskPrincipal",
    "Closure",
    "Confirmation",
    "Contact",
    "DateStyle",
    "Handling",
    "Keep",
    "Letters",
    "Medium",
    "PersonCategory",
    "Profile",
    "Recipient",
    "RegimeRoute",
    "ReleaseRule",
    "Representative",
    "Text",
]
