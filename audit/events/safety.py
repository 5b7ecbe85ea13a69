"""What protects the person from somebody who asks in their name (`requests_app`, `verification`)."""

from audit.events.spec import Registry, event

EVENTS: Registry = {
    "release_hold.began": event(
        "It was shown who asks. The known contacts were warned, and nothing leaves before the wait is over.",
        "hours ends_on warned contacts short rights",
    ),
    "release_hold.over": event("The wait before the release is over; nobody said that it was not they.", "hours"),
    "release_hold.stopped": event("Somebody said that it was not they who asked. Nothing leaves.", "method letters"),
    "release_hold.link_used": event("The link of a warning was used though it was stopped before. Nothing changed."),
    "release_hold.cleared": event(
        "An officer found that a stop was a false alarm: the request goes on.", "length method"
    ),
    "release_hold.refused": event(
        "An officer found that somebody else had asked: the requests are refused.", "length method rights"
    ),
    "release_hold.replayed": event("After a restore from a backup a stop took effect again.", "method"),
    "link.stop_refused": event("Somebody followed a stop link that works no more, or never did."),
    "request.stopped": event(
        "Somebody said that it was not they who asked: nothing leaves until an officer has looked."
    ),
    "request.left_to_the_clock": event(
        "An officer found that somebody else had asked, who has shown nothing: it is refused on its day, as any other."
    ),
    "request.level_reached": event("More proof came for a request that was being worked on.", "reached required_tier"),
    "request.level_raised": event(
        "Signs of fraud: the request needs more proof than its right alone.", "required_tier previous"
    ),
    "request.level_restored": event(
        "Signs of fraud were explained away: the request needs what its right needs.", "required_tier previous"
    ),
    "request.release_waits": event(
        "The answer is decided, and waits until the known contacts could object.", "ends_on"
    ),
    "request.release_held_up": event("The wait is over, and something else stands before the release.", "cause"),
    "request.release_went_on": event("The wait is over: what was decided takes effect."),
    "request.delivery_refused": event(
        "An answer was not sent where it was asked for: the address was not on file.", "channel"
    ),
    "identity.sign_seen": event("A sign of fraud was seen: more proof is asked for, or a person looks.", "code count"),
    "identity.sign_dismissed": event("An officer explained away a sign of fraud.", "code length"),
    "identity.signs_forgotten": event("Signs of fraud were deleted after they had served.", "rows"),
}
