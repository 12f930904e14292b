"""Hosts, links, other numbers and prices in MARC 21 and UNIMARC."""

from __future__ import annotations

from catalog.marc import Facts, Nature, Profile, facts, nature_of
from tests.catalog.marc.builders import UNIMARC, read_one, record


def said(*fields: tuple[str, str]) -> Facts:
    found = read_one(record(fields))
    assert found.record is not None
    return facts(found.record, found.profile)


TITLE = ("245", "00$aMaqola")


def test_a_marc21_article_in_its_journal() -> None:
    found = said(TITLE, ("773", "0 $tSharq yulduzi.$gB. 3 (2021), b. 5-9$x0131-1832$w(Uz-ToAKM)j77"))
    assert (found.host_title, found.part) == ("Sharq yulduzi", "B. 3 (2021), b. 5-9")
    assert (found.host_issn, found.host_control) == ("0131-1832", "(Uz-ToAKM)j77")


def test_marc21_links_numbers_and_price() -> None:
    found = said(
        ("020", "  $a9789943260009 :$c45000 soʻm."),
        ("035", "  $a(OCoLC)ocm123"),
        ("035", "  $alocal7"),
        ("035", "  $a(OCoLC)ocm123"),
        TITLE,
        ("856", "40$uhttp://a.uz/1$uhttp://b.uz/1$zToʻliq matn"),
        ("856", "4 $zno address"),
    )
    assert found.other_numbers == (("OCoLC", "ocm123"), ("", "local7"))
    assert found.links == (("http://a.uz/1", "Toʻliq matn"), ("http://b.uz/1", "Toʻliq matn"))
    assert found.price == "45000 soʻm"
    assert (found.host_title, found.host_control, found.part) == ("", "", "")


def test_a_unimarc_article_in_an_issue_of_a_journal() -> None:
    found = said(
        *UNIMARC,
        ("461", " 0$1001RU\\1$1011  $a0131-1832$12001 $aЗвезда Востока"),
        ("463", " 0$1001RU\\2$12001 $a2021, № 3$vС. 5-9"),
        ("010", "  $d700 р."),
    )
    assert (found.host_title, found.host_control) == ("Звезда Востока", "RU\\2")
    assert found.part == "2021, № 3, С. 5-9"
    assert found.price == "700 р."


def test_a_unimarc_host_in_plain_subfields() -> None:
    found = said(*UNIMARC, ("463", " 0$tЗвезда Востока$d2021$v№ 3$x0131-1832$pС. 5-9$0(UzToAKM)j77"))
    assert (found.host_title, found.host_issn) == ("Звезда Востока", "0131-1832")
    assert (found.host_control, found.part) == ("(UzToAKM)j77", "2021, № 3, С. 5-9")


def test_natures() -> None:
    def nature(kind: str, profile: Profile) -> Nature:
        leader = "{length:05d}n" + kind + "m {coding}22{base:05d} i 4500"
        found = read_one(record(leader=leader), profile=profile)
        assert found.record is not None
        return nature_of(found.record, profile)

    assert nature("a", Profile.MARC21) is Nature.BIBLIOGRAPHIC
    assert nature("z", Profile.MARC21) is Nature.AUTHORITY
    assert nature("x", Profile.MARC21) is Nature.HOLDINGS
    assert nature("x", Profile.UNIMARC) is Nature.AUTHORITY
    assert nature("u", Profile.UNIMARC) is Nature.BIBLIOGRAPHIC
    assert nature("z", Profile.IRBIS) is Nature.BIBLIOGRAPHIC
