"""The codes of the domain in the words of a consumer. Every page of this room takes its words from here."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_app.profile import GROUP, PROFILE

Words = dict[str, Any]
Label = str | Promise

RIGHTS: Words = {
    "access": _("See the information you have"),
    "correction": _("Correct information that is wrong"),
    "deletion": _("Delete information"),
    "opt_out": _("Stop marketing, selling or sharing"),
    "restriction": _("Limit how you use the information"),
    "objection": _("Object to a use of the information"),
    "automated_decision": _("Have a person review an automated decision"),
    "consent_withdrawal": _("Take back a consent"),
    "appeal": _("Look again at an answer (appeal)"),
}
EVERYTHING = _("See everything you have about me")
EVERYTHING_HINT = _("A copy from all companies of the group, as far back as you hold it.")
RIGHT_HINTS: Words = {
    "access": _("We send a copy, or a list of the kinds of information and what we use them for."),
    "correction": _("For example an address, a date of birth or a claim detail."),
    "deletion": _("Some records must be kept by law. We tell you which ones, and until when."),
    "opt_out": _("Works at once. We never ask who you are for this."),
    "restriction": _("For example while we check whether the information is right."),
    "objection": _("For example to a use that we base on our own interests."),
    "automated_decision": _("For example a price or a refusal that a computer decided."),
    "consent_withdrawal": _("We stop the use that you had agreed to."),
}
FOR_ALL = ("access", "correction", "deletion", "opt_out")
FOR_SHIPPING = ("restriction", "objection", "automated_decision", "consent_withdrawal")

SCOPES: Words = {
    "specific_pieces": _("A copy of the information itself"),
    "categories": _("Only the kinds of information, and what you use them for"),
    "portability": _("A copy as a file that I can take to another company"),
}
SCOPE_HINTS: Words = {
    "specific_pieces": _("We need to be very sure who you are before we send a copy."),
    "categories": _("Takes less proof of who you are."),
}
LOOK_BACKS: Words = {
    "all": _("Everything you have, however old"),
    "12_months": _("The last 12 months"),
    "range": _("Between two dates"),
}
KINDS: Words = {
    "marketing_email": _("Advertising by e-mail"),
    "marketing_phone": _("Advertising by phone"),
    "marketing_sms": _("Advertising by text message"),
    "marketing_mail": _("Advertising by mail"),
    "sale_sharing": _("Selling or sharing my information"),
    "targeted_advertising": _("Ads based on what I do online"),
    "profiling": _("Profiling that leads to important decisions about me"),
    "limit_sensitive": _("Using sensitive information for more than is needed"),
    "affiliate_sharing": _("Use of my information by our group's companies for their advertising"),
    "nonaffiliate_sharing": _("Giving my information to companies outside the group"),
}
KIND_HINTS: Words = {
    "marketing_email": _("We send you no more offers by e-mail."),
    "marketing_phone": _("We do not call you to sell anything."),
    "marketing_sms": _("We send you no more offers by text message."),
    "marketing_mail": _("We send you no more offers on paper."),
    "sale_sharing": _("We do not sell your information. This makes sure that we never do, and never share it for ads."),
    "targeted_advertising": _("You may still see ads, but not because of what you looked at."),
    "profiling": _("No computer sorts you into groups for such decisions."),
    "limit_sensitive": _("For example health information: only for what you asked us to do."),
    "affiliate_sharing": _("Our companies do not pass your information to each other to advertise."),
    "nonaffiliate_sharing": _("Except where it is needed to serve you or the law requires it."),
}
RELATIONSHIPS: Words = {
    "policyholder": _("I have or had a policy"),
    "claimant": _("I made a claim"),
    "applicant": _("I asked for a quote or applied for a policy"),
    "care_plan_holder": _("I have or had a care plan"),
    "shipping_user": _("I use or used the shipping solution"),
    "package_recipient": _("I received a package sent with it"),
    "household_member": _("Someone in my household is a customer"),
    "referred_person": _("Someone gave you my name"),
    "event_contact": _("I met you at an event, contest or webcast"),
    "job_applicant": _("I applied for a job"),
    "employee": _("I work or worked for you"),
    "agent_or_jeweler": _("I am an insurance agent or jeweler"),
    "vendor": _("I sell goods or services to you"),
    "website_visitor": _("I visited your website or app"),
    "other": _("Something else, or I am not sure"),
}
CAPACITIES: Words = {
    "self": _("Me"),
    "authorized_agent": _("Someone who asked me to act for them"),
    "parent_or_guardian": _("My child, or a child in my care"),
    "executor": _("Someone who has died"),
    "conservator": _("An adult in my legal care"),
}
CAPACITY_HINTS: Words = {
    "authorized_agent": _("You are an authorized agent. We will ask for a signed permission or a power of attorney."),
    "parent_or_guardian": _("You are the parent or guardian."),
    "executor": _("You are the executor or administrator of the estate."),
    "conservator": _("You are the conservator or legal guardian."),
}
AUTHORITIES: Words = {
    "signed_permission": _("A permission signed by that person"),
    "power_of_attorney": _("A power of attorney"),
    "parent": _("I am the parent"),
    "court_paper": _("A paper from a court"),
}
ANSWER_TO: Words = {
    "consumer": _("To the person the information is about"),
    "requester": _("To me"),
}
IDENTIFIERS: Words = {
    "policy_number": _("Policy number"),
    "claim_number": _("Claim number"),
    "care_plan_number": _("Care plan number"),
    "shipment_tracking": _("Tracking number of a shipment"),
    "customer_number": _("Customer number"),
    "employee_number": _("Employee number"),
    "account_username": _("User name of your account"),
    "other": _("Another number that we gave you"),
}
IDENTIFIER_HINTS: Words = {
    "policy_number": _("On your policy papers and bills, for example 55-102938"),
    "claim_number": _("On letters about your claim"),
    "care_plan_number": _("On your care plan papers or the jeweler’s receipt"),
    "shipment_tracking": _("On the shipping label or in the e-mail about it"),
}
FACTS: Words = {
    **IDENTIFIERS,
    "item_type": _("An item on your policy or care plan"),
    "phone": _("Phone number that we may have on file"),
    "postal_address": _("Postal address that we may have on file"),
    "postal_code": _("ZIP code of that address"),
    "date_of_birth": _("Date of birth"),
    "purchase_retailer": _("Store where the item was bought"),
    "last_premium_month": _("Month of your last premium payment"),
    "claim_month": _("Month of your claim"),
}
FACT_HINTS: Words = {
    **IDENTIFIER_HINTS,
    "postal_address": _("Street, city, state and ZIP code"),
    "last_premium_month": _("Month and year, for example March 2026"),
    "claim_month": _("Month and year, for example March 2026"),
}
DELIVERIES: Words = {
    "secure_download": _("Download it from this website"),
    "encrypted_email": _("Get it by e-mail as a locked file"),
    "post": _("Get it on paper by mail"),
}
DELIVERY_HINTS: Words = {
    "secure_download": _("We e-mail you a code that opens it. You can open it several times."),
    "encrypted_email": _("A PDF that opens only with a password. You see the password here, never in the e-mail."),
    "post": _("We print it and mail it to you. Free of charge."),
}
ANSWER_FORMATS: Words = {
    "standard": _("As usual"),
    "large_print": _("In large print"),
    "audio": _("Read aloud, as a recording"),
    "braille": _("In Braille"),
}
ANSWER_FORMAT_HINTS: Words = {
    "large_print": _("Letters and PDF files in large type. This website grows with your browser."),
    "audio": _("We have it made and mail it to you. Free of charge."),
    "braille": _("We have it made and mail it to you. Free of charge."),
}
LANGUAGES: Words = {"en": "English", "es": "Español"}
CORRECTABLE: Words = {
    "given_name": _("First name"),
    "family_name": _("Last name"),
    "email": _("E-mail address"),
    "phone": _("Phone number"),
    "postal_address": _("Postal address"),
    "date_of_birth": _("Date of birth"),
    "policy_details": _("Policy details"),
    "claim_details": _("Claim details"),
    "item_details": _("Details of an insured item"),
    "payment_details": _("Payment details"),
    "shipping_details": _("Shipping details"),
    "employment_details": _("Job details"),
    "other": _("Something else"),
}
# What each of them may mean, for the plain list of what can be corrected.
CORRECTABLE_HINTS: Words = {
    "given_name": _("A misspelled name, or a name that you use now"),
    "family_name": _("A misspelled name, or a new name after a marriage or a divorce"),
    "email": _("An old address, or one that was never yours"),
    "phone": _("An old number, or one that was never yours"),
    "postal_address": _("Street, apartment, city, state or ZIP code"),
    "date_of_birth": _("Day, month or year"),
    "policy_details": _("For example who is insured, or since when"),
    "claim_details": _("For example the day or the story of a loss"),
    "item_details": _("For example the stone, the metal or the value of a ring"),
    "payment_details": _("For example who pays, or from which bank. Never send us a whole card number."),
    "shipping_details": _("For example the name on a shipment, or where it went"),
    "employment_details": _("For example your title, or the days you worked here"),
    "other": _("Anything else about you. Say what it is in your own words."),
}
STATUSES: Words = {
    "received": _("Received"),
    "verifying": _("Checking who is asking"),
    "in_progress": _("In progress"),
    "awaiting_requester": _("Waiting for you"),
    "in_review": _("Being checked"),
    "completed": _("Answered"),
    "partly_completed": _("Answered in part"),
    "denied": _("Not granted"),
    "withdrawn": _("Taken back"),
    "closed": _("Closed"),
}
CLOSED = _("This request is closed. We need no proof for it, and no code is taken any more.")
DECIDED = _(
    "Our decision is made. To protect you, we first told the contacts that we know of you. Nothing is sent or changed "
    "before %(when)s."
)
SENTENCES: Words = {
    "received": _("We have your request and are about to start."),
    "verifying": _("We need to know that it is really you before we can start."),
    "in_progress": _("We are working on your request."),
    "awaiting_requester": _("We asked you a question and wait for your answer. The date below does not move."),
    "in_review": _("Our answer is written. A second person is checking it."),
    "completed": _("We have answered your request in full."),
    "partly_completed": _("We have answered your request in part. Below we say what we did and what we did not do."),
    "denied": _("We could not do what you asked. Below we say why, and how you can appeal."),
    "withdrawn": _("You took this request back. Nothing more will happen."),
    "closed": _("We closed this entry because it was not a request about privacy rights."),
}
OPT_OUT_IN_FORCE = _("Your opt-out is in force. Our systems are confirming it one by one.")
OPT_OUT_STAYS = _(
    "You took this request back. What we stopped stays stopped, because you are still on our do-not-contact list. "
    "To let us start again, call us or write to us below. This covers:"
)
OUTCOMES: Words = {
    "given": _("Given to you"),
    "corrected": _("Corrected"),
    "erased": _("Erased"),
    "kept": _("Kept"),
    "withheld": _("Not given"),
    "restricted": _("Use limited"),
    "stopped": _("Use stopped"),
    "suppressed": _("On the do-not-contact list"),
    "review_upheld": _("Decision stands after review"),
    "review_changed": _("Decision changed after review"),
    "nothing_found": _("Nothing found"),
}


def of(words: Words, code: str) -> Label:
    """The words for a code; the code itself where nobody gave it words."""
    found: Label = words.get(code, code.replace("_", " "))
    return found


def company(slug: str) -> Label:
    """A company of the group, or all of them together."""
    return _("All companies of the group") if slug == GROUP else PROFILE.company_name(slug)
