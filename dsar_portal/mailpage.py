"""The mail catcher's pages: plain HTML that needs no script, no style sheet and no image."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem;color:#0b0c0c}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;border-bottom:1px solid #b1b4b6;padding:.5rem}"
    "pre{white-space:pre-wrap;font:inherit;border-left:.3rem solid #b1b4b6;padding-left:1rem}"
    "a:focus{outline:3px solid #0b0c0c}"
)


def _page(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    note = "<p>This is a demonstration. No mail leaves this machine.</p>"
    return (
        f'<!doctype html><html lang="en"><head>{head}<style>{STYLE}</style></head>'
        f"<body><main><h1>{title}</h1>{note}{body}</main></body></html>"
    )


def inbox(messages: Sequence[Mapping[str, Any]], to: str | None) -> str:
    """All letters, newest first."""
    rows = "".join(
        f'<tr><td>{escape(m["at"])}</td><td><a href="/?to={quote(m["to"])}">{escape(m["to"])}</a></td>'
        f'<td><a href="/mail/{m["id"]}">{escape(m["subject"] or "(no subject)")}</a></td></tr>'
        for m in reversed(messages)
    )
    heads = '<tr><th scope="col">Time (UTC)</th><th scope="col">To</th><th scope="col">Subject</th></tr>'
    table = f"<table><thead>{heads}</thead><tbody>{rows}</tbody></table>" if rows else "<p>No mail yet.</p>"
    everyone = '<p><a href="/">Show mail to everyone</a></p>' if to else ""
    return _page(f"Mail to {escape(to)}" if to else "Caught mail", everyone + table)


def letter(message: Mapping[str, Any]) -> str:
    """One letter, as its plain text."""
    files = "".join(
        f"<li>{escape(a['name'])} ({escape(a['type'])}, {a['size']} bytes)</li>" for a in message["attachments"]
    )
    facts = "".join(
        f"<p>{label}: {escape(message[key])}</p>" for label, key in (("From", "from"), ("To", "to"), ("Time", "at"))
    )
    body = f"{facts}<pre>{escape(message['text'] or message['html'])}</pre>{f'<ul>{files}</ul>' if files else ''}"
    return _page(escape(message["subject"] or "(no subject)"), f'<p><a href="/">All mail</a></p>{body}')


def missing() -> str:
    return _page("No such letter", '<p><a href="/">All mail</a></p>')
