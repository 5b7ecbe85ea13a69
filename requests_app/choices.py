"""The closed lists of the domain: rights, kinds, channels, relationships. Words of design/domain.md."""

from enum import StrEnum


class Right(StrEnum):
    ACCESS = "access"
    CORRECTION = "correction"
    DELETION = "deletion"
    OPT_OUT = "opt_out"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    AUTOMATED_DECISION = "automated_decision"
    CONSENT_WITHDRAWAL = "consent_withdrawal"
    APPEAL = "appeal"


# What a person can ask for at the start; an appeal is filed from a decision.
ASKABLE = tuple(right for right in Right if right is not Right.APPEAL)


class Scope(StrEnum):
    CATEGORIES = "categories"
    SPECIFIC_PIECES = "specific_pieces"
    PORTABILITY = "portability"


class Kind(StrEnum):
    MARKETING_EMAIL = "marketing_email"
    MARKETING_PHONE = "marketing_phone"
    MARKETING_SMS = "marketing_sms"
    MARKETING_MAIL = "marketing_mail"
    SALE_SHARING = "sale_sharing"
    TARGETED_ADVERTISING = "targeted_advertising"
    PROFILING = "profiling"
    LIMIT_SENSITIVE = "limit_sensitive"
    AFFILIATE_SHARING = "affiliate_sharing"
    NONAFFILIATE_SHARING = "nonaffiliate_sharing"


# What Global Privacy Control means: do not sell or share, and no advertising built on that (11 CCR 7025).
GPC_KINDS = (Kind.SALE_SHARING, Kind.TARGETED_ADVERTISING)


class Channel(StrEnum):
    WEB = "web"
    PHONE = "phone"
    API = "api"
    AGENT_PROTOCOL = "agent_protocol"
    MAIL = "mail"
    EMAIL = "email"
    GPC = "gpc"


class Relationship(StrEnum):
    POLICYHOLDER = "policyholder"
    CLAIMANT = "claimant"
    APPLICANT = "applicant"
    CARE_PLAN_HOLDER = "care_plan_holder"
    SHIPPING_USER = "shipping_user"
    PACKAGE_RECIPIENT = "package_recipient"
    HOUSEHOLD_MEMBER = "household_member"
    REFERRED_PERSON = "referred_person"
    EVENT_CONTACT = "event_contact"
    JOB_APPLICANT = "job_applicant"
    EMPLOYEE = "employee"
    AGENT_OR_JEWELER = "agent_or_jeweler"
    VENDOR = "vendor"
    WEBSITE_VISITOR = "website_visitor"
    OTHER = "other"


class Capacity(StrEnum):
    SELF = "self"
    AUTHORIZED_AGENT = "authorized_agent"
    PARENT_OR_GUARDIAN = "parent_or_guardian"
    EXECUTOR = "executor"
    CONSERVATOR = "conservator"


class Authority(StrEnum):
    SIGNED_PERMISSION = "signed_permission"
    POWER_OF_ATTORNEY = "power_of_attorney"
    PARENT = "parent"
    COURT_PAPER = "court_paper"


class IdentifierKind(StrEnum):
    POLICY_NUMBER = "policy_number"
    CLAIM_NUMBER = "claim_number"
    CARE_PLAN_NUMBER = "care_plan_number"
    SHIPMENT_TRACKING = "shipment_tracking"
    CUSTOMER_NUMBER = "customer_number"
    EMPLOYEE_NUMBER = "employee_number"
    ACCOUNT_USERNAME = "account_username"
    OTHER = "other"


class Delivery(StrEnum):
    SECURE_DOWNLOAD = "secure_download"
    ENCRYPTED_EMAIL = "encrypted_email"
    POST = "post"


class AnswerFormat(StrEnum):
    """In which form letters and answers can be read. It tells about health: kept encrypted, never in the ledger."""

    STANDARD = "standard"
    LARGE_PRINT = "large_print"
    AUDIO = "audio"
    BRAILLE = "braille"


# These are made by others and come by post.
BY_POST = frozenset({AnswerFormat.AUDIO, AnswerFormat.BRAILLE})


class HoldReason(StrEnum):
    """Why nothing about a person may be erased: a lawsuit, or an authority with an active case."""

    LITIGATION = "litigation"
    AUTHORITY = "authority"


class ExtensionReason(StrEnum):
    COMPLEXITY = "COMPLEXITY"
    NUMBER = "NUMBER"
    VOLUME = "VOLUME"
    OTHER = "OTHER"


# Fields that a person can ask us to correct; the current value need not be given.
CORRECTABLE = (
    "given_name",
    "family_name",
    "email",
    "phone",
    "postal_address",
    "date_of_birth",
    "policy_details",
    "claim_details",
    "item_details",
    "payment_details",
    "shipping_details",
    "employment_details",
    "other",
)


class Department(StrEnum):
    """Who can own the cause of a missed day, where it is no single colleague."""

    PRIVACY = "privacy"
    CLAIMS = "claims"
    UNDERWRITING = "underwriting"
    CARE_PLANS = "care_plans"
    SHIPPING = "shipping"
    MARKETING = "marketing"
    IT = "it"
    HR = "hr"
    LEGAL = "legal"
    VENDOR = "vendor"
