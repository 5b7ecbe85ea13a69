"""The nouns of the core."""

from requests_app.models.code_renewal import CodeRenewal
from requests_app.models.correspondence import Inquiry, Message, Note
from requests_app.models.deadline import DutyMark, RequestDeadline
from requests_app.models.draft import Draft
from requests_app.models.entry_link import EntryLink
from requests_app.models.law import LawChange
from requests_app.models.privacy_request import PrivacyRequest
from requests_app.models.proof import EvidencePack, KeptText, ListedCall, PackState
from requests_app.models.submission import SearchKey, Submission
from requests_app.models.suppression import Suppression

__all__ = [
    "CodeRenewal",
    "Draft",
    "DutyMark",
    "EntryLink",
    "EvidencePack",
    "Inquiry",
    "KeptText",
    "LawChange",
    "ListedCall",
    "Message",
    "Note",
    "PackState",
    "PrivacyRequest",
    "RequestDeadline",
    "SearchKey",
    "Submission",
    "Suppression",
]
