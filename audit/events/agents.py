"""Who asks for others, and children (`verification`, `requests_app`). No agent is named here: it has an id."""

from audit.events.spec import Registry, event

EVENTS: Registry = {
    "agent.proposed": event("An agent was put forward for the list of known agents.", "source keys previous"),
    "agent.confirmed": event("A second person confirmed a known agent.", "keys proposed_by previous"),
    "agent.suspended": event("A known agent was suspended.", "previous length"),
    "agent.read": event("What the directory says of an agent was read anew.", "source keys"),
    "identity.agent_linked": event("A submission was found to be a known agent's own.", "agent method"),
    "permission.kept": event(
        "A person's permission to an agent was kept, for this and later requests.",
        "agent authority rights valid_from valid_until answer_to copies",
    ),
    "permission.used": event("A permission that was kept served for a further request.", "agent authority permission"),
    "permission.revoked": event("A person took a permission back.", "agent way"),
    "permission.disputed": event("A person said that they gave no such permission.", "agent way"),
    "permission.asked": event(
        "A person was asked directly whether they permitted an agent to ask.", "contact expires_on"
    ),
    "permission.confirmed": event("The person said that they permitted the agent to ask.", "contact answer_to"),
    "permission.denied": event("The person said that they did not permit anybody to ask.", "contact"),
    "request.authority_withdrawn": event("Work stopped, because the person does not want this agent to ask.", "way"),
    "child.frozen": event("Somebody reported a child's data: its use was stopped at once.", "tasks erasing channel"),
    "child.freed": event("A person found that no child's data is concerned, and ended the stop.", "tasks length"),
    "child.hold_doubted": event(
        "An officer said that a legal hold is on somebody else than the reported child.", "count length"
    ),
    "child.hold_apart": event("A second person agreed: the legal hold is on somebody else.", "count"),
    "child.hold_stays": event("A second person did not agree: the legal hold stays on the child's data.", "count"),
    "child.kept_by_hold": event("A legal hold keeps data that was to be deleted for a child.", "hold"),
}
