"""What a browser that knows nothing yet fetches for a page: bytes and requests, against the bars, and as a report.

`DSAR_WRITE_REPORTS=1 script/test tests/infra/test_page_weight.py` writes `docs/reference/page-weight.md` anew.
"""

import gzip
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client

from tests import cast
from tests.accounts.cast import hire, signed_in
from tests.consumer.conftest import NORA_PAGES, PUBLIC_PAGES

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "docs" / "reference" / "page-weight.md"
# Kilobytes (1,024 bytes) and requests. The public's bar counts for a phone on a bus; staff have no bar for requests.
PUBLIC_BAR, PUBLIC_REQUESTS, STAFF_BAR = 75, 8, 110
# How far a figure of the report may be from today's: a sentence more or less needs no new report.
SLACK = 2
ASSET = re.compile(r'<(?:link|script|use|img)\b[^>]*\b(?:href|src)="/static/([^"#?]+)')
IMPORT = re.compile(r'(?:from|import)\s*"(\./[^"]+|\.\./[^"]+)"')
FORM_STEPS = ("what", "residence", "name", "birth", "contact", "answer", "check")
DESKS = {"olu": ("/officer/", "/officer/queue/", "/officer/inquiries/"), "casey": ("/phone/", "/phone/new/"),
         "dev": ("/steward/",), "mo": ("/mailroom/",), "ari": ("/auditor/",), "ada": ("/admin-room/",)}  # fmt: skip
HEAD = """# How heavy a page is

Written by `tests/infra/test_page_weight.py`, which fails when a page outgrows its bar or the figures are old. What
a browser fetches that has nothing kept yet: the page itself (only the longest are packed, and padded at random), style
sheets, scripts and icons as gzip, the font. Everything comes from the portal itself. On the second page all but the
page is in the browser's cache.

| page | requests | KB | bar |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Weight:
    page: str
    requests: int
    kilobytes: int
    bar: int


def assets(html: str) -> set[str]:
    """Every file that the page brings along, imports of scripts included."""
    found, waiting = set(), set(ASSET.findall(html))
    while waiting:
        name = waiting.pop()
        found.add(name)
        path = ROOT / "static" / name
        if path.suffix == ".js" and path.exists():
            more = {
                str((path.parent / one).resolve().relative_to(ROOT / "static"))
                for one in IMPORT.findall(path.read_text())
            }
            waiting |= more - found
    return found


def size(name: str) -> int:
    path = ROOT / "static" / name
    if not path.exists():
        import django_htmx

        path = Path(django_htmx.__file__).parent / "static" / name
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else min(len(content), len(gzip.compress(content, 9)))


def weigh(client: Client, address: str, bar: int) -> Weight:
    answer = client.get(address)
    assert answer.status_code == 200, address
    names = assets(answer.text)
    # What is long is packed by the portal; its length is padded at random, so that it tells nothing.
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    total = len(packed.content) + sum(size(name) for name in names)
    return Weight(address, 1 + len(names), -(-total // 1024), bar)


def the_form(client: Client) -> None:
    """Answer every page of the form."""
    address = "/request/who/"
    while address != "/request/check/":
        slug = address.strip("/").split("/")[-1]
        address = client.post(address, NORA_PAGES[slug]).headers["Location"]


@pytest.fixture
def weights(client: Client, clock: object, now) -> list[Weight]:
    """All pages of the report: of the public, of a request, of the desks."""
    found = [weigh(client, address, PUBLIC_BAR) for address in PUBLIC_PAGES]
    the_form(client)
    found += [weigh(client, f"/request/{slug}/", PUBLIC_BAR) for slug in FORM_STEPS]
    client.post("/request/check/")
    reference = re.search(r"JM-\w{4}-\w{4}", client.get("/request/done/").text)
    assert reference is not None
    for name, address in (("/request/done/", "/request/done/"), ("/status/…/", f"/status/{reference[0]}/"),
                          ("/status/identity/", "/status/identity/")):  # fmt: skip
        one = weigh(client, address, PUBLIC_BAR)
        found.append(Weight(name, one.requests, one.kilobytes, one.bar))
    for person, addresses in DESKS.items():
        desk = signed_in(hire(person, *cast.ROLES[person], now=now), now=now)
        found += [weigh(desk, address, STAFF_BAR) for address in addresses]
    return found


def test_no_page_is_too_heavy_and_the_report_is_of_today(weights: list[Weight]) -> None:
    if os.environ.get("DSAR_WRITE_REPORTS") == "1":
        rows = [f"| `{one.page}` | {one.requests} | {one.kilobytes} | {one.bar} |\n" for one in weights]
        REPORT.write_text(HEAD + "".join(rows), encoding="utf-8")
    heavy = [one for one in weights if one.kilobytes > one.bar]
    many = [one for one in weights if one.bar == PUBLIC_BAR and one.requests > PUBLIC_REQUESTS]
    assert (heavy, many) == ([], [])
    told = dict(re.findall(r"^\| `([^`]+)` \| (\d+ \| \d+) \|", REPORT.read_text(encoding="utf-8"), re.MULTILINE))
    assert set(told) == {one.page for one in weights}
    old = []
    for one in weights:
        requests, kilobytes = (int(figure) for figure in told[one.page].split(" | "))
        if requests != one.requests or abs(kilobytes - one.kilobytes) > SLACK:
            old.append((one, told[one.page]))
    assert old == [], "DSAR_WRITE_REPORTS=1 script/test tests/infra/test_page_weight.py"
