"""Who hears complaints about us: the attorney general of each state, and the insurance regulators. Pure data.

After an appeal is denied the states want to be named with a way to reach them (Va. Code 59.1-577(C) and its like). The
pages are the offices' own front doors, which outlive the addresses of their forms. Counsel checks them before go-live.
"""

# The association of insurance commissioners leads to the regulator of each state.
INSURANCE_REGULATORS = "https://content.naic.org/state-insurance-departments"
# Where people of a state without an entry find the office that takes their complaint.
FIND_ATTORNEY_GENERAL = "https://www.naag.org/find-my-ag/"

ATTORNEYS_GENERAL: dict[str, str] = {
    "AL": "https://www.alabamaag.gov/", "AK": "https://law.alaska.gov/", "AZ": "https://www.azag.gov/",
    "AR": "https://arkansasag.gov/", "CA": "https://oag.ca.gov/", "CO": "https://coag.gov/",
    "CT": "https://portal.ct.gov/ag", "DE": "https://attorneygeneral.delaware.gov/", "DC": "https://oag.dc.gov/",
    "FL": "https://www.myfloridalegal.com/", "GA": "https://law.georgia.gov/", "HI": "https://ag.hawaii.gov/",
    "ID": "https://www.ag.idaho.gov/", "IL": "https://illinoisattorneygeneral.gov/",
    "IN": "https://www.in.gov/attorneygeneral/", "IA": "https://www.iowaattorneygeneral.gov/",
    "KS": "https://www.ag.ks.gov/", "KY": "https://www.ag.ky.gov/", "LA": "https://www.ag.state.la.us/",
    "ME": "https://www.maine.gov/ag/", "MD": "https://oag.maryland.gov/",
    "MA": "https://www.mass.gov/orgs/office-of-the-attorney-general", "MI": "https://www.michigan.gov/ag",
    "MN": "https://www.ag.state.mn.us/", "MO": "https://ago.mo.gov/", "MT": "https://dojmt.gov/",
    "NE": "https://ago.nebraska.gov/", "NV": "https://ag.nv.gov/", "NH": "https://www.doj.nh.gov/",
    "NJ": "https://www.njoag.gov/", "NM": "https://nmdoj.gov/", "NY": "https://ag.ny.gov/", "NC": "https://ncdoj.gov/",
    "ND": "https://attorneygeneral.nd.gov/", "OH": "https://www.ohioattorneygeneral.gov/",
    "OK": "https://www.oag.ok.gov/", "OR": "https://www.doj.state.or.us/", "PA": "https://www.attorneygeneral.gov/",
    "RI": "https://riag.ri.gov/", "SC": "https://www.scag.gov/", "SD": "https://atg.sd.gov/",
    "TN": "https://www.tn.gov/attorneygeneral.html", "TX": "https://www.texasattorneygeneral.gov/",
    "UT": "https://attorneygeneral.utah.gov/", "VT": "https://ago.vermont.gov/",
    "VA": "https://www.oag.state.va.us/", "WA": "https://www.atg.wa.gov/", "WV": "https://ago.wv.gov/",
    "WI": "https://www.wisdoj.gov/", "WY": "https://attorneygeneral.wyo.gov/",
}  # fmt: skip


def attorney_general(state: str) -> str:
    """The page of the attorney general of a state or territory."""
    return ATTORNEYS_GENERAL.get(state, FIND_ATTORNEY_GENERAL)
