"""Where people live: states and territories by code, and the countries that a person most often names."""

from django.utils.translation import gettext_lazy as _

US_STATES: dict[str, str] = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky",
    "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island",
    "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont",
    "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
    "AS": "American Samoa", "GU": "Guam", "MP": "Northern Mariana Islands", "VI": "U.S. Virgin Islands",
    "AA": "Armed Forces Americas", "AE": "Armed Forces Europe", "AP": "Armed Forces Pacific",
}  # fmt: skip

COUNTRIES = {
    "US": _("United States"), "CA": _("Canada"), "GB": _("United Kingdom"), "MX": _("Mexico"),
    "AU": _("Australia"), "AT": _("Austria"), "BE": _("Belgium"), "BR": _("Brazil"), "BG": _("Bulgaria"),
    "CN": _("China"), "CO": _("Colombia"), "HR": _("Croatia"), "CY": _("Cyprus"), "CZ": _("Czechia"),
    "DK": _("Denmark"), "EE": _("Estonia"), "FI": _("Finland"), "FR": _("France"), "DE": _("Germany"),
    "GR": _("Greece"), "HK": _("Hong Kong"), "HU": _("Hungary"), "IS": _("Iceland"), "IN": _("India"),
    "IE": _("Ireland"), "IL": _("Israel"), "IT": _("Italy"), "JP": _("Japan"), "LV": _("Latvia"),
    "LI": _("Liechtenstein"), "LT": _("Lithuania"), "LU": _("Luxembourg"), "MT": _("Malta"),
    "NL": _("Netherlands"), "NZ": _("New Zealand"), "NO": _("Norway"), "PL": _("Poland"), "PT": _("Portugal"),
    "RO": _("Romania"), "SG": _("Singapore"), "SK": _("Slovakia"), "SI": _("Slovenia"), "ZA": _("South Africa"),
    "KR": _("South Korea"), "ES": _("Spain"), "SE": _("Sweden"), "CH": _("Switzerland"),
    "AE": _("United Arab Emirates"),
}  # fmt: skip
