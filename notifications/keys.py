"""Keys that several letters share: what each wants to be told, once."""

from notifications.context import REGULATOR_MEMBERS, day, flag, one_of, record, right, text, texts

REFERENCE = text("reference", "the request's reference")
RECEIVED = day("received_on", "the day we received the request")
TOLD = texts("recipients_told", "whom we told: processors and third parties, in words")
LINK = text("link", "a path that leads there without typing, for e-mail only", default="")
USE_BY = day("valid_until", "the last day to use it first, where it replaces a lost one", default="")
NOT_TOLD = text("not_told_because", "why others were not told, where they were not", default="")
REGULATOR = record("regulator", "the attorney general or regulator", REGULATOR_MEMBERS)
COURT = flag("court_remedy", "name the supervisory authority and the courts (GDPR 12(4))")
# What every refusal must offer, in whole or in part (7022, 7023, 7024; state appeals; GDPR 12(4)).
REFUSAL = (
    right(),
    RECEIVED,
    text("facts", "the facts behind the refusal, specific to this person"),
    texts("done_instead", "what we did instead"),
    texts("also", "what has to go with each ground"),
    day("appeal_by", "the last day to appeal, where there is an appeal", default=""),
    text("appeal_link", "a path to the appeal without typing, for e-mail only", default=""),
    REGULATOR,
    flag("opt_out_offer", "offer the opt-out of sale and sharing (7022(g))"),
    flag("dispute_statement", "offer a 250-word statement (7023(f)(3)) or a statement on file (insurance)"),
    flag("delete_offer", "offer deletion of the disputed data (7023(f)(4))"),
    COURT,
    one_of("erased_later", "which kept data we erase by ourselves", "none", "dated", "all", default="none"),
    flag("identity_not_shown", "the refusal rests on identity that was not shown"),
)
LOCKED = text("locked", "the file in the vault that goes along by e-mail, locked by a password", default="")
ENCLOSURE = text("enclosure", "the file in the vault that goes along on paper, and only there", default="")
ON_PAPER = flag("on_paper", "the answer is mailed, not downloaded")
