"""One small file per member company: checked at the start, so that no page becomes unreadable for its looks."""

from pathlib import Path

import pytest
from django.conf import settings

from requests_app.brands import BadBrand, brand_of, contrast, hosts_in, load
from requests_app.profile import BRANDS, PROFILE

GOOD = {"name": "JM Care Plan", "mark": "shield", "brand": "#5b2d82", "deep": "#331a4b", "pale": "#f5f0f9", "hosts": []}


def test_every_member_company_has_one_small_file() -> None:
    files = {path.stem: path for path in (settings.PROFILE_FILE.parent / "brands").glob("*.toml")}
    assert set(files) == set(PROFILE.slugs) == set(BRANDS)
    assert all(len(path.read_text().splitlines()) < 20 for path in files.values())


def test_contrast_is_measured_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"brand": "#9a7fb5"}, "brand must be #rrggbb with a contrast of 4.5"),
        ({"deep": "#5b2d82cc"}, "deep must be"),
        ({"pale": "#777777"}, "pale must be"),
        ({"brand": "red;}body{display:none"}, "brand must be"),
        ({"mark": "flag"}, "a mark out of"),
        ({"name": " "}, "needs a name"),
        ({"font": "Comic Sans"}, "unknown"),
    ],
)
def test_what_could_not_be_read_or_is_not_known_stops_the_start(change: dict[str, str], says: str) -> None:
    with pytest.raises(BadBrand, match=says):
        brand_of("jm-care-plan", {**GOOD, **change})


@pytest.mark.parametrize("hosts", ['"*.example.org"', '["*"]', '[".example.org"]', '["https://example.org/"]', "[7]"])
def test_an_address_that_would_let_in_any_other_stops_the_start(tmp_path: Path, hosts: str) -> None:
    (tmp_path / "jm-facets.toml").write_text(f"hosts = {hosts}")
    with pytest.raises(BadBrand, match="jm-facets: hosts must be a list of whole names"):
        hosts_in(tmp_path)


def test_a_file_lacks_nothing_belongs_to_somebody_and_shares_no_address(tmp_path: Path) -> None:
    text = "\n".join(f'{name} = "{value}"' for name, value in GOOD.items() if name != "hosts")
    (tmp_path / "jm-facets.toml").write_text(f'{text}\nhosts = ["privacy.example.org"]')
    assert load(tmp_path, slugs=["jm-facets"])["jm-facets"].hosts == ("privacy.example.org",)
    assert hosts_in(tmp_path) == ["privacy.example.org"], "and the portal answers there"
    (tmp_path / "acme.toml").write_text(f'{text}\nhosts = ["privacy.example.org"]')
    for slugs, says in ((["jm-facets"], "no such company"), (["jm-facets", "acme"], "two companies")):
        with pytest.raises(BadBrand, match=says):
            load(tmp_path, slugs=slugs)
    (tmp_path / "acme.toml").write_text("name = ")
    with pytest.raises(BadBrand, match=r"acme\.toml"):
        load(tmp_path, slugs=["jm-facets", "acme"])
    with pytest.raises(BadBrand, match="missing"):
        brand_of("acme", {"name": "Acme"})
