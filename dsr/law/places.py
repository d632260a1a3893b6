"""Places whose law or holidays count, by the names people know them by."""

from django.utils.translation import gettext_lazy as _

EEA_COUNTRIES = {
    "AT": _("Austria"),
    "BE": _("Belgium"),
    "BG": _("Bulgaria"),
    "HR": _("Croatia"),
    "CY": _("Cyprus"),
    "CZ": _("Czechia"),
    "DK": _("Denmark"),
    "EE": _("Estonia"),
    "FI": _("Finland"),
    "FR": _("France"),
    "DE": _("Germany"),
    "GR": _("Greece"),
    "HU": _("Hungary"),
    "IS": _("Iceland"),
    "IE": _("Ireland"),
    "IT": _("Italy"),
    "LV": _("Latvia"),
    "LI": _("Liechtenstein"),
    "LT": _("Lithuania"),
    "LU": _("Luxembourg"),
    "MT": _("Malta"),
    "NL": _("Netherlands"),
    "NO": _("Norway"),
    "PL": _("Poland"),
    "PT": _("Portugal"),
    "RO": _("Romania"),
    "SK": _("Slovakia"),
    "SI": _("Slovenia"),
    "ES": _("Spain"),
    "SE": _("Sweden"),
}
UK_NATION_NAMES = {
    "GB-ENG": _("England"),
    "GB-NIR": _("Northern Ireland"),
    "GB-SCT": _("Scotland"),
    "GB-WLS": _("Wales"),
}
_OTHERS = {
    "JP": _("Japan"),
    "GB": _("United Kingdom"),
    "US-CA": _("California, USA"),
    "KR": _("South Korea"),
}


def place_name(code: str) -> str:
    """Return the name of an ISO place (JP, DE, GB-ENG, US-CA) in the active language; an unknown code as it stands."""
    names: dict[str, object] = {**EEA_COUNTRIES, **UK_NATION_NAMES, **_OTHERS}
    return str(names.get(code) or names.get(code.partition("-")[0], code))
