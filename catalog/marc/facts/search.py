"""Text for the index in four classes; original script (880) goes where its field goes."""

from __future__ import annotations

from pymarc import Record

from catalog.marc.facts.model import SearchText
from catalog.marc.model import Profile

REST_LIMIT = 2_000
CLASS_LIMIT = 10_000

_TITLE, _AUTHOR, _SUBJECT, _REST = range(4)

Rule = tuple[int, str]
"""Class, and the subfield codes that go to it."""


def _rules(table: dict[str, tuple[Rule, ...]]) -> dict[str, dict[str, int]]:
    """Turn rules into tag → code → class, so that one look-up a subfield decides."""
    return {
        tag: {code: place for place, codes in rules for code in codes}
        for tags, rules in table.items()
        for tag in tags.split()
    }


_NAME = "abcdegjkmnq"
_HEADING = "abcdefghijklmnopqrstvxyz"

MARC21_RULES = _rules({
    "245": ((_TITLE, "abnpfgks"), (_AUTHOR, "c")),
    "210 222 242 246 247": ((_TITLE, "abnp"), (_AUTHOR, "c")),
    "130 240 243 730 740": ((_TITLE, "adfgklmnoprst"),),
    "100 110 111": ((_AUTHOR, _NAME), (_TITLE, "t")),
    "700 710 711 720": ((_AUTHOR, _NAME), (_TITLE, "tp")),
    "600 610 611 630 647 648 650 651 653 654 655 656 657 690 691": ((_SUBJECT, _HEADING),),
    "260 264": ((_REST, "abcef"),),
    "250": ((_REST, "ab"),),
    "440 490 800 810 811 830": ((_REST, "anptvx"),),
    "500 502 504 505 508 511 515 518 520 521 525 530 533 534 538 545 546 550 580 586 590":
        ((_REST, "abgrt"),),
    "760 762 765 767 770 772 773 774 775 776 777 780 785 787": ((_REST, "abdgntxz"),),
    "010 020 022 024 027 028 030 037 074 086 088": ((_REST, "alyz"),),
    "050 060 080 082 084 090": ((_REST, "ab"),),
})  # fmt: skip

UNIMARC_RULES = _rules({
    "200": ((_TITLE, "acdehi"), (_AUTHOR, "fg")),
    "500 501 503 510 512 513 514 515 516 517 518 520 530 531 532 540 541 545":
        ((_TITLE, "abehijlm"),),
    "700 701 702 703 710 711 712 713 720 721 722 730": ((_AUTHOR, "abcdefg"),),
    "600 601 602 604 605 606 607 608 610 615 616 617 631": ((_SUBJECT, _HEADING),),
    "205": ((_REST, "abdf"),),
    "210 214": ((_REST, "acdeg"),),
    "225": ((_REST, "adefhiv"),),
    "300 301 304 305 307 311 312 314 316 317 320 321 323 324 325 326 327 328 330 331 333": ((_REST, "abct"),),
    "410 411 421 422 423 430 440 451 452 453 454 463 464 470 481 482 488": ((_REST, "aehitvxy"),),
    "461 462": ((_TITLE, "at"), (_REST, "ehivxy")),
    "010 011 013 015 020 021 022 040 071": ((_REST, "abyz"),),
    "621 675 676 680 686": ((_REST, "a"),),
})  # fmt: skip


IRBIS_RULES = _rules({
    "200": ((_TITLE, "aevb"), (_AUTHOR, "fg")),
    "461 463": ((_TITLE, "ce"), (_AUTHOR, "fx"), (_REST, "ghjv")),
    "510 517 541 921 454 421 481": ((_TITLE, "ad"), (_REST, "cf")),
    "922 330 923": ((_TITLE, "cih"), (_AUTHOR, "fgw")),
    "700 701 702 703 710 711 712 971 972": ((_AUTHOR, "abcdfgp1rs"),),
    "961": ((_AUTHOR, "abg"),),
    "600 601 606 607 608 610 629": ((_SUBJECT, _HEADING),),
    "205": ((_REST, "ab"),),
    "210": ((_REST, "acd"),),
    "225": ((_REST, "aevi"),),
    "300 331 320 327": ((_REST, "a"),),
    "010 011 903 908": ((_REST, "a"),),
    "621 675 676 686 964": ((_REST, "a"),),
})  # fmt: skip

_RULES = {Profile.MARC21: MARC21_RULES, Profile.UNIMARC: UNIMARC_RULES, Profile.IRBIS: IRBIS_RULES}


def search_text(record: Record, profile: Profile) -> SearchText:
    """Collect the text of a record by class, as written, up to the limits above; one of IRBIS comes levelled."""
    rules = _RULES[profile]
    collected: tuple[list[str], list[str], list[str], list[str]] = ([], [], [], [])
    for field in record.fields:
        by_code = rules.get(field.tag)
        if by_code is None:
            if field.tag != "880":
                continue
            by_code = rules.get((field.get("6") or "")[:3], _UNLINKED)
        for code, value in field.subfields:
            place = by_code.get(code)
            if place is not None:
                collected[place].append(value)
    title, author, subject, rest = collected
    numbers = [
        field.data for field in record.fields[:3] if field.control_field and field.tag == "001" and field.data
    ]
    return SearchText(
        _line(title, CLASS_LIMIT),
        _line(author, CLASS_LIMIT),
        _line(subject, CLASS_LIMIT),
        _line([*numbers, *rest], REST_LIMIT),
    )


_UNLINKED = dict.fromkeys("abcnpt", _REST)


def _line(pieces: list[str], limit: int) -> str:
    line = " ".join(pieces)
    return line if len(line) <= limit else line[:limit].rpartition(" ")[0] or line[:limit]
