"""Does a postal code or a telephone number fit the state that somebody says they live in? A weak hint, no more.

People move and keep their number: one thing that does not fit says nothing, two are shown to an officer
(`verification.signs`). Sources: the first three digits of ZIP codes by state (United States Postal Service, labelling
list L002), area codes by state (North American Numbering Plan), both as of November 2026. What is in neither fits
everywhere.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

ZIPS = {
    "AL": "350-369", "AK": "995-999", "AZ": "850-865", "AR": "716-729", "CA": "900-961", "CO": "800-816",
    "CT": "060-069", "DE": "197-199", "DC": "200-205", "FL": "320-349", "GA": "300-319 398-399", "HI": "967-968",
    "ID": "832-838", "IL": "600-629", "IN": "460-479", "IA": "500-528", "KS": "660-679", "KY": "400-427",
    "LA": "700-714", "ME": "039-049", "MD": "206-219", "MA": "010-027", "MI": "480-499", "MN": "550-567",
    "MS": "386-397", "MO": "630-658", "MT": "590-599", "NE": "680-693", "NV": "889-898", "NH": "030-038",
    "NJ": "070-089", "NM": "870-884", "NY": "100-149", "NC": "270-289", "ND": "580-588", "OH": "430-459",
    "OK": "730-749", "OR": "970-979", "PA": "150-196", "PR": "006-009", "RI": "028-029", "SC": "290-299",
    "SD": "570-577", "TN": "370-385", "TX": "750-799", "UT": "840-847", "VT": "050-059", "VA": "220-246",
    "WA": "980-994", "WV": "247-268", "WI": "530-549", "WY": "820-831",
}  # fmt: skip
AREA_CODES = {
    "AL": "205 251 256 334 659 938", "AK": "907", "AZ": "480 520 602 623 928", "AR": "479 501 870",
    "CA": "209 213 279 310 323 341 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 747 760 805 818 "
          "820 831 840 858 909 916 925 949 951",
    "CO": "303 719 720 970 983", "CT": "203 475 860 959", "DE": "302", "DC": "202",
    "FL": "239 305 321 352 386 407 448 561 656 689 727 754 772 786 813 850 863 904 941 954",
    "GA": "229 404 470 478 678 706 762 770 912 943", "HI": "808", "ID": "208 986",
    "IL": "217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 872", "IN": "219 260 317 463 574 765 812 930",
    "IA": "319 515 563 641 712", "KS": "316 620 785 913", "KY": "270 364 502 606 859", "LA": "225 318 337 504 985",
    "ME": "207", "MD": "227 240 301 410 443 667", "MA": "339 351 413 508 617 774 781 857 978",
    "MI": "231 248 269 313 517 586 616 679 734 810 906 947 989", "MN": "218 320 507 612 651 763 952",
    "MS": "228 601 662 769", "MO": "314 417 557 573 636 660 816 975", "MT": "406", "NE": "308 402 531",
    "NV": "702 725 775", "NH": "603", "NJ": "201 551 609 640 732 848 856 862 908 973", "NM": "505 575",
    "NY": "212 315 332 347 363 516 518 585 607 624 631 646 680 716 718 838 845 914 917 929 934",
    "NC": "252 336 472 704 743 828 910 919 980 984", "ND": "701", "OH": "216 220 234 326 330 380 419 440 513 567 614 "
    "740 937", "OK": "405 539 572 580 918", "OR": "458 503 541 971",
    "PA": "215 223 267 272 412 445 484 570 582 610 717 724 814 835 878", "PR": "787 939", "RI": "401",
    "SC": "803 821 839 843 854 864", "SD": "605", "TN": "423 615 629 731 865 901 931",
    "TX": "210 214 254 281 325 346 361 409 430 432 469 512 682 713 726 737 806 817 830 832 903 915 936 940 945 956 972 "
          "979",
    "UT": "385 435 801", "VT": "802", "VA": "276 434 540 571 686 703 757 804 826 948",
    "WA": "206 253 360 425 509 564", "WV": "304 681", "WI": "262 274 353 414 534 608 715 920", "WY": "307",
}  # fmt: skip


def misplaced(*, country: str, state: str, address: Mapping[str, Any] | None, phone: str) -> int:
    """How many of country, postal code and area code do not fit the residence that was given. 0 without a residence."""
    place = address or {}
    elsewhere = bool(country and place.get("country") and place["country"] != country)
    found = [elsewhere, bool(country) and _foreign(phone) is not (country != "US") and bool(phone)]
    if (country or "US") == "US" and state:
        found.append(_other(state, state_of_zip(str(place.get("postal_code") or ""))))
        found.append(_other(state, state_of_number(phone)))
    return sum(found)


def state_of_zip(code: str) -> str:
    """The state of a ZIP code; empty where it is none, or on no list."""
    return _by_zip().get(code[:3], "") if code[:5].isdigit() and len(code) >= 5 else ""


def state_of_number(phone: str) -> str:
    """The state of the area code of a number in E.164; empty outside the states."""
    return _by_area().get(phone[2:5], "") if phone.startswith("+1") else ""


def _foreign(phone: str) -> bool:
    return bool(phone) and not phone.startswith("+1")


def _other(state: str, found: str) -> bool:
    return bool(found) and found != state


@lru_cache(maxsize=1)
def _by_zip() -> dict[str, str]:
    found: dict[str, str] = {}
    for state, ranges in ZIPS.items():
        for one in ranges.split():
            first, last = one.split("-")
            found |= {f"{number:03}": state for number in range(int(first), int(last) + 1)}
    return found


@lru_cache(maxsize=1)
def _by_area() -> dict[str, str]:
    return {code: state for state, codes in AREA_CODES.items() for code in codes.split()}
