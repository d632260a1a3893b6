"""Articles of law as data, written "APPI art. 33(2)(ii)" or "個人情報保護法第33条第2項第2号"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.functional import Promise
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


# How the law of a list is called again: not at all, and the orders under it by their own name.
_UNDER_APPI = {
    Statute.APPI_ORDER: gettext_lazy("Cabinet Order"),
    Statute.APPI_RULES: gettext_lazy("Commission Rules"),
}
_CALIFORNIA = {Statute.CCPA, Statute.CCPA_RULES}
_ROMAN = ("0", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii")


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in a law. `item` is a number in Japanese law and a letter or number elsewhere; 0 or "" for none.

    `applied_by` is the paragraph of the same article that applies the place to another case ("mutatis mutandis").
    """

    statute: Statute
    article: str
    paragraph: int = 0
    item: int | str = 0
    applied_by: int = 0
    proviso: bool = False

    def __str__(self) -> str:
        """Write the place with its law, in the active language."""
        return self._of(self.statute.label)

    def after(self, earlier: "Citation | None") -> str:
        """Write the place behind another one, without the name of a law that stands there already."""
        if earlier is None:
            return str(self)
        if earlier.statute is self.statute:
            return self._place()
        in_appi = earlier.statute is Statute.APPI and self.statute in _UNDER_APPI
        return self._of(_UNDER_APPI[self.statute] if in_appi else self.statute.label)

    def under(self, regime: Regime) -> "Citation":
        """Return the same place in the law of that regime: the UK GDPR kept the numbers of the GDPR."""
        if regime is Regime.UK_GDPR and self.statute is Statute.GDPR:
            return replace(self, statute=Statute.UK_GDPR)
        return self

    def _of(self, law: str | Promise) -> str:
        words = {"law": law, "place": self._place()}
        return (_("%(law)s, %(place)s") if self.statute in _CALIFORNIA else _("%(law)s %(place)s")) % words

    def _place(self) -> str:
        if self.statute in _CALIFORNIA:
            section = _("section %(article)s") % {"article": self.article}
            return f"{section}({self.item})" if self.item else section
        words = {"article": self.article, "rest": self._rest(), "by": self.applied_by}
        if self.applied_by:
            return _("art. %(article)s%(rest)s as applied by art. %(article)s(%(by)s)") % words
        place = _("art. %(article)s%(rest)s") % words
        return _("%(place)s, proviso") % {"place": place} if self.proviso else place

    def _rest(self) -> str:
        """Write paragraph and item: (2)(ii) in English, 第2項第2号 in Japanese."""
        paragraph = _("(%(paragraph)s)") % {"paragraph": self.paragraph} if self.paragraph else ""
        return paragraph + (_("(%(item)s)") % {"item": self._item()} if self.item else "")

    def _item(self) -> str:
        if isinstance(self.item, int) and not is_japanese(get_language()):
            return _ROMAN[self.item]
        return str(self.item)


def cite(citations: Sequence[Citation], regime: Regime) -> str:
    """Write places of law in the active language, as numbered under that regime. No law is named twice."""
    places = [citation.under(regime) for citation in citations]
    return in_turn([place.after(earlier) for earlier, place in zip([None, *places], places, strict=False)])


def appi(article: int, paragraph: int = 0, item: int = 0, *, applied_by: int = 0, proviso: bool = False) -> Citation:
    """Cite the Act on the Protection of Personal Information (numbering since April 2022)."""
    return Citation(Statute.APPI, str(article), paragraph, item, applied_by, proviso)


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
