"""The nouns of the core."""

from requests_app.models.attachment import Attachment
from requests_app.models.code_renewal import CodeRenewal
from requests_app.models.correspondence import Inquiry, Message, Note
from requests_app.models.deadline import DutyMark, DutyPlan, RequestDeadline, StaffNotice
from requests_app.models.draft import Draft
from requests_app.models.entry_link import EntryLink
from requests_app.models.hold import HeldSubmission, LegalHold
from requests_app.models.kept import KeptData, KeptState
from requests_app.models.law import LawChange
from requests_app.models.lift import RestrictionLift
from requests_app.models.paper_form import PaperForm
from requests_app.models.privacy_request import PrivacyRequest
from requests_app.models.proof import EvidencePack, KeptText, ListedCall, PackState
from requests_app.models.release_hold import HoldState, ReleaseHold
from requests_app.models.script import ScriptChange
from requests_app.models.submission import SearchKey, Submission
from requests_app.models.suppression import Suppression

__all__ = [
    "Attachment",
    "CodeRenewal",
    "Draft",
    "DutyMark",
    "DutyPlan",
    "EntryLink",
    "EvidencePack",
    "HeldSubmission",
    "HoldState",
    "Inquiry",
    "KeptData",
    "KeptState",
    "KeptText",
    "LawChange",
    "LegalHold",
    "ListedCall",
    "Message",
    "Note",
    "PackState",
    "PaperForm",
    "PrivacyRequest",
    "ReleaseHold",
    "RequestDeadline",
    "RestrictionLift",
    "ScriptChange",
    "SearchKey",
    "StaffNotice",
    "Submission",
    "Suppression",
]
