"""Staff words for the codes of the domain: what a desk calls a right, a status, a channel, a next step."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

# Contact points that we may have had before, and that somebody else may read or hear: asked in every channel.
UNSAFE: Words = {
    "email": _("The e-mail address we already had"), "phone": _("The phone number we already had"),
    "post": _("The postal address we already had"),
}  # fmt: skip
RIGHTS: Words = {
    "access": _("Access"), "correction": _("Correction"), "deletion": _("Deletion"), "opt_out": _("Opt-out"),
    "restriction": _("Restriction"), "objection": _("Objection"), "automated_decision": _("Automated decision"),
    "consent_withdrawal": _("Consent withdrawal"), "appeal": _("Appeal"),
}  # fmt: skip
SCOPES: Words = {
    "categories": _("categories only"), "specific_pieces": _("a full copy"), "portability": _("a portable copy"),
}  # fmt: skip
KINDS: Words = {
    "marketing_email": _("marketing e-mail"), "marketing_phone": _("marketing calls"),
    "marketing_sms": _("marketing texts"), "marketing_mail": _("marketing mail"),
    "sale_sharing": _("sale and sharing"), "targeted_advertising": _("targeted advertising"),
    "profiling": _("profiling"), "limit_sensitive": _("sensitive data"),
    "affiliate_sharing": _("sharing in the group"), "nonaffiliate_sharing": _("sharing outside the group"),
}  # fmt: skip
STATUSES: Words = {
    "received": _("Received"), "verifying": _("Verifying identity"), "in_progress": _("In progress"),
    "awaiting_requester": _("Waiting for requester"), "in_review": _("In review"), "completed": _("Completed"),
    "partly_completed": _("Partly completed"), "denied": _("Denied"), "withdrawn": _("Withdrawn"),
    "closed": _("Closed"),
}  # fmt: skip
CHANNELS: Words = {
    "web": _("Web"), "phone": _("Phone"), "api": _("API"), "agent_protocol": _("Agent"), "mail": _("Mail"),
    "email": _("E-mail"), "gpc": _("Browser signal"),
}  # fmt: skip
CAPACITIES: Words = {
    "self": _("for themselves"), "authorized_agent": _("by an authorized agent"),
    "parent_or_guardian": _("by a parent or guardian"), "executor": _("by an executor"),
    "conservator": _("by a conservator"),
}  # fmt: skip
AUTHORITIES: Words = {
    "signed_permission": _("Signed permission"), "power_of_attorney": _("Power of attorney"),
    "parent": _("Parent or guardian"), "court_paper": _("Court paper"),
}  # fmt: skip
RELATIONSHIPS: Words = {
    "policyholder": _("Policyholder"), "claimant": _("Claimant"), "applicant": _("Applicant"),
    "care_plan_holder": _("Care plan holder"), "shipping_user": _("Shipping user"),
    "package_recipient": _("Package recipient"), "household_member": _("Household member"),
    "referred_person": _("Referred person"), "event_contact": _("Event contact"),
    "job_applicant": _("Job applicant"), "employee": _("Employee"), "agent_or_jeweler": _("Agent or jeweler"),
    "vendor": _("Vendor"), "website_visitor": _("Website visitor"), "other": _("Other"),
}  # fmt: skip
IDENTIFIERS: Words = {
    "policy_number": _("Policy number"), "claim_number": _("Claim number"),
    "care_plan_number": _("Care plan number"), "shipment_tracking": _("Shipment tracking number"),
    "customer_number": _("Customer number"), "employee_number": _("Employee number"),
    "account_username": _("Account user name"), "other": _("Other number"),
}  # fmt: skip
NEXT_STEPS: Words = {
    "begin": _("Begins by itself"), "verify_identity": _("Show identity"),
    "answer_question": _("Answer our question"), "second_person": _("Second person looks at it"),
    "read_message": _("Read a new message"), "systems_confirm": _("Systems confirm"),
    "carry_out": _("Systems carry it out"), "collect": _("Collect the data"), "decide": _("Decide"),
    "assign": _("Assign it"), "wait_to_release": _("Decided: leaves when the wait is over"),
    "look_into_stop": _("Look into the stop: somebody says it was not they"),
    "look_at_signs": _("Look at the signs of fraud"),
}  # fmt: skip
BLOCKERS: Words = {
    "us": _("us"), "requester": _("the requester"), "steward": _("a data steward"),
    "reviewer": _("a second officer"), "system": _("the portal"),
}  # fmt: skip
OUTCOMES: Words = {
    "given": _("Given"), "corrected": _("Corrected"), "erased": _("Erased"), "kept": _("Kept"),
    "withheld": _("Withheld"), "restricted": _("Restricted"), "stopped": _("Stopped"),
    "suppressed": _("Suppressed"), "review_upheld": _("Reviewed, decision stands"),
    "review_changed": _("Reviewed, decision changed"), "nothing_found": _("Nothing found"),
}  # fmt: skip
ANSWERS: Words = {
    "completed": _("Grant in full"), "partly_completed": _("Grant in part"), "denied": _("Deny"),
}  # fmt: skip
REASONS: Words = {
    "COMPLEXITY": _("The request is complex"), "NUMBER": _("The person made several requests"),
    "VOLUME": _("There is a lot of data"), "OTHER": _("Another reason"),
}  # fmt: skip
HOLD_REASONS: Words = {
    "litigation": _("A lawsuit is pending or expected"), "authority": _("An authority directed it, for 90 days"),
}  # fmt: skip
HOLD_ENDS: Words = {"released": _("ended by two persons"), "lapsed": _("its last day passed")}
KEPT_STATES: Words = {
    "waiting": _("Kept"), "running": _("Being erased"), "erased": _("Erased"),
}  # fmt: skip
CLOSE_REASONS: Words = {
    "spam": _("Spam"), "test": _("A test"), "not_a_privacy_request": _("Not a privacy request"),
}  # fmt: skip
DUTIES: Words = {"respond": _("Answer"), "acknowledge": _("Acknowledge"), "extension_notice": _("Extension notice")}
METHODS: Words = {
    "email_code": _("Code by e-mail"), "sms_code": _("Code by text"),
    "facts_on_file": _("Facts on file"), "declaration": _("Signed declaration"),
    "staff_evidence": _("Evidence recorded by staff"), "account_sign_in": _("Sign-in with an account"),
    "phone": _("By phone"), "document": _("On paper"), "authority_paper": _("Paper that allows it"),
    "mailed_code": _("Code by post"),
    "call_back": _("Call to the number on file"), "mail": _("By post"), "in_person": _("In person"),
    "directory": _("Looked up in our own systems"),
}  # fmt: skip
POINTS: Words = {
    "call_back": _("Called back on a number on file"), "mailed_code": _("Read back a mailed code"),
    "sms_control": _("Read back a code by text"), "email_control": _("Reads mail at an address on file"),
    "account_sign_in": _("Signed in to their account"), "document_check": _("Identity document checked"),
    "customer_number": _("Customer number"), "employee_number": _("Employee number"),
    "account_username": _("Account user name"), "shipment_tracking": _("Shipment tracking number"),
    "last_premium_month": _("Month of the last premium"), "claim_month": _("Month of a claim"),
    "purchase_retailer": _("Where the item was bought"), "policy_number": _("Policy number"),
    "claim_number": _("Claim number"), "care_plan_number": _("Care plan number"),
    "date_of_birth": _("Date of birth"), "postal_address": _("Postal address"), "postal_code": _("ZIP code"),
    "item_type": _("Kind of item"),
    "phone": _("Phone number"), "email": _("E-mail address"), "declaration": _("Signed declaration seen"),
    "on_file_contact": _("Answer goes to a contact on file"), **AUTHORITIES,
    "court_orders_checked": _("Child: checked for court orders about who may act"),
}  # fmt: skip
AGENT_LINKS: Words = {
    "api_key": _("filed with its API key"),
    "proved_address": _("filed from a mailbox of its own"),
}
PERMISSION_STATUSES: Words = {
    "active": _("good"),
    "revoked": _("taken back by the person"),
    "disputed": _("the person says it is not theirs"),
}
PERMISSION_ANSWERS: Words = {"yes": _("said yes"), "no": _("said no")}
CONTACT_KINDS: Words = {"email": _("e-mail on file"), "phone": _("phone on file"), "post": _("address on file")}
TIERS: Words = {
    "0": _("none needed"), "1": _("reasonable"), "2": _("reasonably high"), "3": _("high"),
}  # fmt: skip
LETTERS: Words = {
    "acknowledgement": _("Acknowledgment"), "identity_request": _("Identity request"),
    "paper_request": _("Request for an identity document"), "paper_refused": _("A paper was not enough"),
    "verification_code": _("Verification code"), "verification_text": _("Verification code"),
    "extension": _("Extension notice"), "denial": _("Denial"),
    "partial": _("Answer in part"), "completion_access": _("Answer: access"),
    "completion_deletion": _("Answer: deletion"), "completion_correction": _("Answer: correction"),
    "completion_other": _("Answer"), "opt_out_confirmation": _("Opt-out confirmation"),
    "withdrawal": _("Withdrawal"), "delay": _("Delay letter"), "message_waiting": _("A message waits"),
    "inquiry_answer": _("Answer to a question"),
    "form_saved": _("Saved form"),
    "package_ready": _("Package ready"), "package_code": _("Package code"), "agent_notice": _("Notice to agent"),
    "agent_question": _("Question about an agent"), "permission_kept": _("Permission kept"),
    "appeal_decision": _("Appeal decision"), "access_code_letter": _("Access code"),
    "staff_alert": _("Staff alert"), "request_seen_notice": _("Request-seen notice"),
    "hold_released": _("Kept data deleted"), "restriction_lift": _("End of a restriction"),
    "contact_changed": _("Contact changed"), "release_warning": _("Warning before a release"),
    "release_warning_text": _("Warning before a release"),
    "mailed_code": _("Code by post"), "paper_forms": _("Forms to sign"),
}  # fmt: skip
# In which form letters and answers can be read, and what that means for whoever sends them.
ANSWER_FORMATS: Words = {
    "standard": _("As usual"), "large_print": _("Large print"), "audio": _("Audio recording"), "braille": _("Braille"),
}  # fmt: skip
MADE_AS: Words = {
    "large_print": _("They read large print: letters and PDFs are made in 18 point by themselves."),
    "audio": _("They asked for audio: the mail room has the answer recorded before it is posted."),
    "braille": _("They asked for Braille: the mail room has the answer made in Braille before it is posted."),
}
BEFORE_POSTING: Words = {
    "audio": _("Have it recorded as audio before posting"),
    "braille": _("Have it produced as Braille before posting"),
}
# What came of a code by post or a call at the number on file, for staff.
OUTREACH: Words = {
    "waiting": _("being looked up"), "sent": _("a letter went to the address on file"),
    "callable": _("there is a number that may be called"), "nobody": _("nobody on file fits"),
    "no_address": _("no address on file"), "no_number": _("no number on file"),
    "recent_change": _("not used: what is on file changed within 30 days before the request"),
    "too_often": _("not sent: that address got enough letters this week"), "over": _("not needed any more"),
}  # fmt: skip
FORM_KINDS: Words = {
    "declaration": _("Signed statement"), "signed_permission": _("Signed permission"),
    "correction": _("What should be put right"),
}  # fmt: skip
FORM_STATES: Words = {
    "out": _("Sent, not back yet"), "arrived": _("Came back: look at it"), "handed_on": _("Among the papers to judge"),
    "counted": _("Counts"), "refused": _("Does not count"),
}  # fmt: skip
FORM_CAUSES: Words = {
    "unsigned": _("It is not signed"), "unreadable": _("It cannot be read"),
    "wrong_person": _("It is about somebody else"), "incomplete": _("Something is missing"),
    "something_else": _("It is something else"),
}  # fmt: skip
LETTER_STATUSES: Words = {
    "queued": _("Waiting to be sent"), "sending": _("Being sent"), "sent": _("Sent"), "to_print": _("To print"),
    "printed": _("Printed"), "posted": _("Posted"), "failed": _("Failed"), "held": _("Held: no safe address"),
    "superseded": _("Replaced"), "returned": _("Came back"), "cancelled": _("Cancelled"),
    "unknown": _("Not certain whether it arrived"),
}  # fmt: skip
DEPARTMENTS: Words = {
    "privacy": _("Privacy office"), "claims": _("Claims"), "underwriting": _("Underwriting"),
    "care_plans": _("Care plans"), "shipping": _("Shipping"), "marketing": _("Marketing"), "it": _("IT"),
    "hr": _("Human resources"), "legal": _("Legal"), "vendor": _("A vendor"),
}  # fmt: skip
TRIGGERS: Words = {
    "record_made": _("the making of the record"), "coverage_expired": _("the end of the coverage"),
    "policy_ended": _("the end of the policy"), "claim_closed": _("the closing of the claim"),
    "year_of_file_ended": _("the end of the year of the file"), "opted_out": _("the opt-out"),
    "request_closed": _("the closing of the request"), "tax_year_ended": _("the end of the tax year"),
    "hold_placed": _("the placing of the hold"), "case_closed": _("the closing of the case"),
}  # fmt: skip
# What has to go with a ground: what the officer brings, and what the letter says by itself.
MUST_ALSO: Words = {
    "say_identity_not_shown": _("the letter says that identity was not shown"),
    "fall_back_to_categories": _("categories instead, where enough was shown for them; else a link to the notice"),
    "may_ask_again": _("the letter says that the person may ask again"),
    "explain_why": _("explain why, about this case"), "how_to_cure": _("the letter says how to cure it"),
    "list_systems_searched": _("the letter lists the systems that were searched"),
    "apply_policy": _("never a refusal as a whole: our policy promises an answer"),
    "each_may_ask": _("the letter says that each person may ask alone"),
    "evidence": _("evidence, written down for us"), "fee_option": _("the letter offers the fee, or says there is none"),
    "next_free_on": _("the letter names the day of the next free request"),
    "detailed_facts": _("facts in detail"), "list_record_categories": _("the letter lists the kinds of records"),
    "confirm_in_writing": _("confirmed in writing"),
    "same_request_goes_on": _("a linked request that goes on or is answered"),
    "state_type_held": _("the letter says which types are held"), "give_rest": _("give the rest"),
    "name_other_right": _("the letter names the other right"),
    "regulator_contact": _("the letter names the insurance regulator"),
    "name_provider": _("the letter asks for a health care provider"),
    "opt_out_offer": _("the letter offers the opt-out"), "end_date": _("the day on which it ends"),
    "statute_and_expiry": _("the law and the day on which the duty ends"),
    "matter_stays_inside": _("the number of the matter stays inside"),
    "no_other_use": _("at most 90 days; no other use"), "no_denial": _("no refusal: the rest is done"),
    "deletion_option": _("the letter offers deletion"), "statement_250_words": _("the letter offers a statement"),
    "what_to_send": _("say what to send"), "new_documents_reopen": _("the letter says that new documents reopen it"),
    "balancing_note": _("how interests were weighed, written down for us"),
    "human_review_offered": _("the letter offers a review by a person"),
}  # fmt: skip
LANGUAGES: Words = {"en": _("English"), "es": _("Spanish")}
INQUIRIES: Words = {
    "question": _("Question"), "complaint": _("Complaint"), "child_data": _("Report about a child’s data"),
}  # fmt: skip


def word(words: Words, code: str) -> str:
    """The word for a code; an unknown code is shown in plain letters rather than not at all."""
    return str(words.get(code) or code.replace("_", " "))


ROLES: Words = {
    "call_agent": _("Call-center agent"), "call_supervisor": _("Call-center supervisor"),
    "mail_room": _("Mail room"), "officer": _("Privacy officer"), "lead": _("Privacy lead"),
    "steward": _("Data steward"), "auditor": _("Auditor"), "admin": _("Administrator"),
}  # fmt: skip
# The wait before a release, and what may stand behind it.
RELEASE_STATES: Words = {
    "waiting": _("Waiting"), "over": _("Over: nobody objected"), "stopped": _("Stopped"),
    "refused": _("Refused: somebody else had asked"),
}  # fmt: skip
STOP_WAYS: Words = {
    "link": _("by the link of a warning"), "phone": _("by phone"), "officer": _("by an officer"),
    "call_back": _("in a call to the number on file"), "restore": _("before a restore from a backup"),
}  # fmt: skip
WARNED_WAYS: Words = {"email": _("e-mail"), "post": _("letter"), "sms": _("text message")}
