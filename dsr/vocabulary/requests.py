"""What is asked, by whom, by which way in, under which law; how it is decided and answered. No tables, no I/O."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Regime(TextChoices):
    """The law that serves a case; `law/regimes.py` holds its clock."""

    JP_APPI = "JP-APPI", _("Japan: Act on the Protection of Personal Information")
    EU_GDPR = "EU-GDPR", _("EEA: General Data Protection Regulation")
    UK_GDPR = "UK", _("United Kingdom: UK GDPR")
    US_CA = "US-CA", _("California: CCPA")


class Kind(TextChoices):
    """What a data subject may ask. `law/kinds.py` says under which article, regime and fee."""

    PURPOSE_NOTIFICATION = "purpose_notification", _("Notification of the purpose of use")
    DISCLOSURE = "disclosure", _("Disclosure")
    PROVISION_RECORDS = "provision_records", _("Disclosure of third-party-provision records")
    CORRECTION = "correction", _("Correction, addition or deletion")
    CEASE_USE_VIOLATION = "cease_use_violation", _("Stop of use or erasure (handled against the law)")
    CEASE_PROVISION = "cease_provision", _("Stop of provision to third parties (against the law)")
    CEASE_USE = "cease_use", _("Stop of use, erasure or stop of provision (no longer needed, leak, or harm)")
    GDPR_ACCESS = "gdpr_access", _("Access (GDPR)")
    GDPR_RECTIFICATION = "gdpr_rectification", _("Rectification (GDPR)")
    GDPR_ERASURE = "gdpr_erasure", _("Erasure (GDPR)")
    GDPR_RESTRICTION = "gdpr_restriction", _("Restriction of processing (GDPR)")
    GDPR_PORTABILITY = "gdpr_portability", _("Data portability (GDPR)")
    GDPR_OBJECTION = "gdpr_objection", _("Objection to processing (GDPR)")
    CCPA_KNOW = "ccpa_know", _("Right to know (CCPA)")
    CCPA_DELETE = "ccpa_delete", _("Deletion (CCPA)")
    CCPA_CORRECT = "ccpa_correct", _("Correction (CCPA)")
    CCPA_OPT_OUT = "ccpa_opt_out", _("Opt-out of sale or sharing (CCPA)")
    CCPA_LIMIT = "ccpa_limit", _("Limit on the use of sensitive personal information (CCPA)")


class Outcome(TextChoices):
    """How one right was decided."""

    GRANTED = "granted", _("Granted")
    PARTLY_GRANTED = "partly_granted", _("Granted in part")
    REFUSED = "refused", _("Refused")
    NOT_HELD = "not_held", _("Nothing held")
    OTHER_METHOD = "other_method", _("Granted by another method")
    SUBSTITUTE = "substitute", _("Substitute measure")


class Channel(TextChoices):
    """How a request reached the company."""

    WEB = "web", _("Web form")
    POST = "post", _("Post")
    COUNTER = "counter", _("Counter")
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")


class RequesterType(TextChoices):
    """Who asks (APPI art. 37(3), Cabinet Order art. 13)."""

    PRINCIPAL = "principal", _("The data subject")
    MINOR_AGENT = "minor_agent", _("Statutory agent of a minor")
    ADULT_WARD_AGENT = "adult_ward_agent", _("Statutory agent of an adult ward")
    APPOINTED_AGENT = "appointed_agent", _("Agent appointed by the data subject")
    QUALIFIED_AGENT = "qualified_agent", _("Attorney, judicial scrivener or administrative scrivener")


class PartyRole(TextChoices):
    """The part a person plays in a case."""

    PRINCIPAL = "principal", _("Data subject")
    AGENT = "agent", _("Agent")


class ReplyMethod(TextChoices):
    """How the requester wants the reply (APPI art. 33(2), Rules art. 30)."""

    ELECTRONIC = "electronic", _("Electronic record (download)")
    WRITING = "writing", _("In writing (post)")
    VIEWING = "viewing", _("Viewing or listening at the desk")


class DeliveryChannel(TextChoices):
    """How a letter left the building."""

    FOLLOW_PAGE = "follow_page", _("Downloaded from the status page")
    RECORDED_POST = "recorded_post", _("Recorded mail (simplified registered)")
    RESTRICTED_POST = "restricted_post", _("Restricted-delivery mail")
    COUNTER = "counter", _("Handed over at the counter")


BY_POST = (DeliveryChannel.RECORDED_POST, DeliveryChannel.RESTRICTED_POST)


class ContactMedium(TextChoices):
    """By what a person can be reached."""

    EMAIL = "email", _("E-mail address")
    POST = "post", _("Postal address")
    PHONE = "phone", _("Phone number")
    IN_PERSON = "in_person", _("Meeting at the desk")


class ContactBasis(TextChoices):
    """Why the desk may believe that a contact is the person's own."""

    COMPANY_RECORD = "company_record", _("It is on the company's own record")
    IDENTITY_DOCUMENT = "identity_document", _("It is printed on an accepted identity document")
    CALL_BACK = "call_back", _("Confirmed by calling a number on the company's own record")
    CODE_RETURNED = "code_returned", _("A code sent there was returned")
    RESTRICTED_POST = "restricted_post", _("Restricted-delivery mail reached the person there")
    SEEN = "seen", _("The person was seen with an original identity document")


class Tier(TextChoices):
    """How much harm a reply does in the wrong hands, from least to most; `law/tiers.py` says which kind is which."""

    LOW = "low", _("Low: the reply holds no data about the person")
    NORMAL = "normal", _("Normal: the reply tells what was done with the data")
    HIGH = "high", _("High: the reply holds the data themselves")
    HIGHEST = "highest", _("Highest: as high, and the company's record was changed only recently")

    @property
    def raised(self) -> "Tier":
        """Return the next tier up; above the highest there is none."""
        tiers = list(Tier)
        return tiers[min(tiers.index(self) + 1, len(tiers) - 1)]
