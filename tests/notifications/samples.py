"""One good context for every kind of letter, in words that the cast would use."""

from notifications.recipients import Recipient

REFERENCE = "JM-7K3F-92QX"
# Written before anything was asked: there is no request yet.
UNNUMBERED = {"form_saved"}
ADDRESS = {"lines": ["12 Elm St"], "city": "Neenah", "state": "WI", "postal_code": "54956", "country": "US"}


def nora(language: str = "en", *, email: str | None = "nora@example.org", address: dict | None = ADDRESS) -> Recipient:
    return Recipient(name="Nora Quist", email=email, postal_address=address, language=language)


WORDS = {
    "en": {
        "kept": "The law makes us keep claim records.",
        "facts": "Your claim from 2024 is closed. The law makes us keep the claim file for four more years.",
        "reason": "We have to look in six systems, and two of them hold paper files.",
        "done": "We have looked in four systems so far.",
        "cause": "One of our systems could not be used for two weeks.",
        "outcome": "We limited the use of your shipping data.",
        "reasons": "The claim file is one that the law makes us keep.",
        "category": "Claim records",
        "other": "Marketing data",
        "choice": "Your policy number",
        "choice2": "The month of your last claim",
        "told": "The company that sends our mail",
        "missing": "A signature",
        "what": "A request is due soon.",
    },
    "es": {
        "kept": "La ley pide guardar los datos de un reclamo.",
        "facts": "Su reclamo de 2024 ya se cerró. La ley pide guardar esos papeles por cuatro años más.",
        "reason": "Hay que buscar en seis sistemas, y dos de ellos tienen papeles.",
        "done": "Hasta hoy vimos cuatro sistemas.",
        "cause": "Uno de los sistemas no sirvió por dos semanas.",
        "outcome": "Limitamos el uso de sus datos de envíos.",
        "reasons": "La ley pide guardar los papeles del reclamo.",
        "category": "Datos de reclamos",
        "other": "Datos de publicidad",
        "choice": "Su número de póliza",
        "choice2": "El mes de su último reclamo",
        "told": "La empresa que envía las cartas",
        "missing": "Una firma",
        "what": "Una solicitud vence pronto.",
    },
}


def context(kind: str, language: str = "en", **changes: object) -> dict[str, object]:
    """What `kind` needs, and nothing more than it may have."""
    numbered = {} if kind in UNNUMBERED else {"reference": REFERENCE}
    return {**numbered, **_samples(WORDS[language])[kind], **changes}


def _samples(w: dict[str, str]) -> dict[str, dict[str, object]]:
    received = {"received_on": "2026-11-23"}
    kept = {
        "category": w["category"],
        "system": "ClaimCenter",
        "outcome": "kept",
        "ground": "DEL-LEGAL",
        "ground_words": w["kept"],
        "cite": "Cal. Civ. Code 1798.105(d)(8)",
        "until": "2030-12-31",
    }
    erased = {"category": w["other"], "system": "Mailer", "outcome": "erased"}
    refusal = {
        "right": "deletion",
        **received,
        "facts": w["facts"],
        "appeal_by": "2027-03-08",
        "regulator": {"name": "Attorney General", "url": "https://example.org/ag"},
        "opt_out_offer": True,
        "dispute_statement": True,
        "delete_offer": True,
        "court_remedy": True,
    }
    due = {"original_due": "2027-01-07", "new_due": "2027-02-21"}
    return {
        "acknowledgement": {"rights": ["access", "deletion"], **received, "respond_by": "2027-01-07", "tier": "T2"},
        "identity_request": {
            "right": "access",
            "points_needed": 2,
            "choices": [w["choice"], w["choice2"]],
            "declaration": True,
            "answer_by": "2026-12-15",
            "respond_by": "2027-01-07",
        },
        "verification_code": {"code": "482913", "valid_minutes": 30},
        "mailed_code": {"code": "4K7M-2Q9X-HT3B", "valid_until": "2026-12-14"},
        "paper_forms": {
            **received,
            "respond_by": "2027-01-07",
            "forms": [
                {"kind": "declaration", "number": "F-7K3M-92QX"},
                {"kind": "signed_permission", "number": "F-7K3M-92QY"},
                {"kind": "correction", "number": "F-7K3M-92QZ"},
            ],
            "statement": w["facts"],
            "text_version": "2026-11",
        },
        "package_code": {"code": "731004", "valid_minutes": 15},
        "extension": {"right": "access", **received, **due, "reason": w["reason"], "done_so_far": w["done"]},
        "denial": {**refusal, "items": [kept], "done_instead": [w["done"]]},
        "partial": {**refusal, "items": [erased, kept], "recipients_told": [w["told"]], "review_on": "2030-12-31"},
        "completion_access": {
            **received,
            "period_from": "2025-11-23",
            "period_to": "2026-11-23",
            "delivery": "secure_download",
            "available_until": "2027-02-06",
            "categories": [
                {"category": w["category"], "sources": w["told"], "purposes": w["done"], "recipients": w["told"]}
            ],
            "disclosed": [w["told"]],
            "withheld_types": [w["choice"]],
        },
        "completion_deletion": {**received, "items": [erased], "recipients_told": [w["told"]]},
        "completion_correction": {
            **received,
            "changes": [{"field": w["choice"], "system": "PolicyCenter", "described": w["done"]}],
            "recipients_told": [w["told"]],
            "sources": [w["told"]],
        },
        "completion_other": {
            "right": "restriction",
            **received,
            "outcome": w["outcome"],
            "effective_on": "2026-12-01",
            "recipients_told": [w["told"]],
        },
        "opt_out_confirmation": {
            "kinds": ["sale_sharing", "marketing_email"],
            "scope": ["account", "offline"],
            "effective_on": "2026-11-23",
            "not_asked_before": "2027-11-24",
            "recipients_told": [w["told"]],
        },
        "withdrawal": {"right": "access", "withdrawn_on": "2026-11-25"},
        "delay": {"right": "access", **received, **due, "cause": w["cause"]},
        "paper_request": {"respond_by": "2027-01-07"},
        "paper_refused": {"paper": w["choice"], "missing": [w["missing"]], "respond_by": "2027-01-07"},
        "appeal_decision": {
            "original_reference": "JM-2222-3334",
            **received,
            "outcome": "denied",
            "reasons": w["reasons"],
            "regulator": {"name": "Attorney General", "url": "https://example.org/ag"},
        },
        "agent_notice": {
            "audience": "agent",
            "agent_name": "Robin Reyes",
            "rights": ["access", "deletion"],
            **received,
            "missing": [w["missing"]],
            "answer_by": "2026-12-15",
        },
        "agent_question": {
            "agent_name": "Robin Reyes",
            "rights": ["access"],
            **received,
            "link": "",
            "answer_by": "2026-12-07",
        },
        "permission_kept": {"agent_name": "Robin Reyes", "rights": ["access"], "answer_to": "requester"},
        "form_saved": {"kept_until": "2026-12-23"},
        "message_waiting": {},
        "inquiry_answer": {"received_on": "2026-11-20", "answer": "We keep web logs for one year."},
        "package_ready": {"available_until": "2027-02-06"},
        "access_code_letter": {"rights": ["access"], **received, "access_code": "WXYZ-2345-6789-ABCD"},
        "request_seen_notice": {"rights": ["access"], **received},
        "verification_text": {"code": "12345678", "valid_minutes": 10},
        "release_warning_text": {"link": "/stop/" + "x" * 43},
        "release_warning": {"rights": ["access"], **received, "waits_until": "2026-11-25", "link": "/stop/" + "x" * 43},
        "contact_changed": {"changed_on": "2026-12-01"},
        "restriction_lift": {"lifted_on": "2026-12-31", "reason": w["reasons"]},
        "hold_released": {"erased_on": "2030-12-31", "items": [erased]},
        "staff_alert": {"what": w["what"], "path": "/officer/"},
    }
