"""Articles of law as data, written "APPI art. 33(2)(ii)" or "個人情報保護法第33条第2項第2号"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dsr.law.eras import is_japanese
from dsr.law.listing import in_turn
from dsr.vocabulary import Regime


class Statute(TextChoices):
    """The laws that a letter may cite."""

    APPI = "APPI", gettext_lazy("APPI")
    APPI_ORDER = "APPI-ORDER", gettext_lazy("APPI Cabinet Order")
    APPI_RULES = "APPI-RULES", gettext_lazy("APPI Commission Rules")
    GDPR = "GDPR", gettext_lazy("GDPR")
    UK_GDPR = "UK-GDPR", gettext_lazy("UK GDPR")
    CCPA = "CCPA", gettext_lazy("California Civil Code")
    CCPA_RULES = "CCPA-RULES", gettext_lazy("California Code of Regulations, title 11")


_ROMAN = ("0", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii")


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in a law. `item` is a number in Japanese law and a letter or number elsewhere; 0 or "" for none."""

    statute: Statute
    article: str
    paragraph: int = 0
    item: int | str = 0

    def __str__(self) -> str:
        """Write the place in the active language."""
        words = {
            "law": self.statute.label,
            "article": self.article,
            "paragraph": self.paragraph,
            "item": self._item(),
        }
        if self.statute in {Statute.CCPA, Statute.CCPA_RULES}:
            section = _("%(law)s, section %(article)s") % words
            return f"{section}({self.item})" if self.item else section
        if self.item:
            return _("%(law)s art. %(article)s(%(paragraph)s)(%(item)s)") % words
        if self.paragraph:
            return _("%(law)s art. %(article)s(%(paragraph)s)") % words
        return _("%(law)s art. %(article)s") % words

    def _item(self) -> str:
        """Write the number of an item: (ii) in English, 第2号 in Japanese."""
        if isinstance(self.item, int) and not is_japanese(get_language()):
            return _ROMAN[self.item]
        return str(self.item)

    def under(self, regime: Regime) -> "Citation":
        """Return the same place in the law of that regime: the UK GDPR kept the numbers of the GDPR."""
        if regime is Regime.UK_GDPR and self.statute is Statute.GDPR:
            return replace(self, statute=Statute.UK_GDPR)
        return self


def cite(citations: Sequence[Citation], regime: Regime) -> str:
    """Write places of law in the active language, as they are numbered under that regime."""
    return in_turn([str(citation.under(regime)) for citation in citations])


def appi(article: int, paragraph: int = 0, item: int = 0) -> Citation:
    """Cite the Act on the Protection of Personal Information (numbering since April 2022)."""
    return Citation(Statute.APPI, str(article), paragraph, item)


def order(article: int, paragraph: int = 0, item: int = 0) -> Citation:
    """Cite the Cabinet Order of the APPI."""
    return Citation(Statute.APPI_ORDER, str(article), paragraph, item)


def gdpr(article: int, paragraph: int = 0, item: str = "") -> Citation:
    """Cite the General Data Protection Regulation."""
    return Citation(Statute.GDPR, str(article), paragraph, item)


def civil_code(section: str, item: str = "") -> Citation:
    """Cite the California Civil Code (CCPA)."""
    return Citation(Statute.CCPA, section, item=item)


def regulations(section: str, item: str = "") -> Citation:
    """Cite the CCPA Regulations, title 11 of the California Code of Regulations."""
    return Citation(Statute.CCPA_RULES, section, item=item)
