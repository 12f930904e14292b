"""A right record is found right; each thing wrong with it is told by its own code."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymarc import Leader, Record, Subfield

from catalog.marc import Profile
from catalog.marc.fields import BLANKS, control_field, data_field
from catalog.marc.tables import ProfileTable, table
from catalog.marc.validating import SEVERITIES, CheckCode, findings
from tests.catalog.marc.validating.records import Given, codes, found, record

pytestmark = pytest.mark.engine_free

M, U, I = Profile.MARC21, Profile.UNIMARC, Profile.IRBIS  # noqa: E741 - the three, in a table


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("level", ["brief", "full"])
def test_a_right_record_has_no_findings(profile: Profile, level: str) -> None:
    assert findings(record(profile), profile, level=level, this_year=2026) == ()


@pytest.mark.parametrize(
    ("profile", "fields", "code"),
    [
        (M, [("020", "  $a9789943260008")], "bad_isbn"),
        (M, [("020", "  $a97899432600$q(jild)")], "bad_isbn"),
        (U, [("010", "  $a5595030911")], "bad_isbn"),
        (I, [("010", "  $A978-5-93089-108-7")], "bad_isbn"),
        (M, [("022", "  $a1234-5678")], "bad_issn"),
        (M, [("773", "0 $tJurnal$x1234-5678")], "bad_issn"),
        (U, [("011", "  $a1234-5678")], "bad_issn"),
        (M, [("041", "0 $auzb$axyz")], "unknown_code"),
        (M, [("041", "0 $auzbxyz")], "unknown_code"),
        (M, [("008", "200101s2019    qq a     b    000 1 uzb d")], "unknown_code"),
        (M, [("008", "200101s2019    uz a     b    000 1 uzk d")], "unknown_code"),
        (M, [("700", "1 $aMirzo, A.$4zzz")], "unknown_code"),
        (U, [("101", "0 $aru")], "unknown_code"),
        (U, [("102", "  $aQQ")], "unknown_code"),
        (I, [("101", "  $^russ")], "unknown_code"),
        (M, [("080", "  $a821.512.133-31)")], "bad_udc"),
        (M, [("080", "  $a5174")], "bad_udc"),
        (U, [("675", "  $aQADIMGI")], "bad_udc"),
        (M, [("084", "  $a821.161$2rubbk")], "bad_bbk"),
        (I, [("621", "  $^952.2")], "bad_bbk"),
        (M, [("008", "20x101s2019    uz a     b    000 1 uzb d")], "bad_date"),
        (M, [("008", "201301s2019    uz a     b    000 1 uzb d")], "bad_date"),
        (U, [("100", "  $a20201301d2019    k  y0rusy50      ca")], "bad_date"),
        (M, [("008", "200101s3019    uz a     b    000 1 uzb d"), ("260", "  $c3019")], "impossible_year"),
        (M, [("260", "  $aToshkent :$bSharq,$c1999.")], "years_differ"),
        (U, [("210", "  $aТашкент$cШарк$d1999")], "years_differ"),
        (M, [("041", "0 $arus$aeng")], "languages_differ"),
        (M, [("245", "10$aOʻtkan\x07 kunlar")], "control_characters"),
        (U, [("200", "1 $aМинув\x00шие")], "control_characters"),
        (M, [("245", "10$aO\ufffdtkan kunlar")], "replacement_characters"),
        (M, [("245", "10$aÐ¸Ð½Ð²")], "double_encoded_text"),
        (M, [("245", "10$aOлтин китоб")], "mixed_scripts"),
        (U, [("200", "1 $aПутешecтвие")], "mixed_scripts"),
        (I, [("200", "  $AСловарь pусских слов")], "mixed_scripts"),
        (M, [("245", "10$aЫзбекистон тарихи")], "uzbek_font_trick"),
        (M, [("490", "0 $aЕшлик щаети")], "uzbek_font_trick"),
        (M, [("245", "10$aOʻTKAN KUNLAR VA MEHROBDAN CHAYON")], "capital_title"),
        (U, [("200", "1 $aМИНУВШИЕ ДНИ И СКОРПИОН ИЗ АЛТАРЯ")], "capital_title"),
        (M, [("245", "13$aThe pragmatic programmer")], "skip_too_long"),
        (M, [("245", "19$aKitob")], "skip_too_long"),
        (M, [("245", "10$aBir"), ("245", "10$aIkki")], "field_repeated"),
        (M, [("245", "10$aBir$aIkki")], "subfield_repeated"),
        (M, [("245", "10$aBir$yIkki")], "unknown_subfield"),
        (M, [("245", "10$bBir")], "missing_subfield"),
        (M, [("245", "20$aBir kitob")], "bad_indicator"),
        (M, [("246", "  $aBir kitob")], "bad_indicator"),
        (M, [("512", "  $aX")], "unknown_tag"),
        (U, [("999", "  $aX"), ("440", " 1$tX"), ("250", "  $aX")], "unknown_tag"),
        (M, [("500", "  ")], "empty_field"),
        (M, [("500", "  $a  ")], "empty_value"),
        (M, [("008", "200101s2019    uz")], "fixed_length"),
        (M, [("007", "v")], "fixed_length"),
        (M, [("008", "200101s2019    uz a  3  b    000 1 uzb d")], "fixed_value"),
        (M, [("008", "200101s2019    uz a     7    000 1 uzb d")], "fixed_value"),
        (U, [("105", "  $aa   z   000y7")], "fixed_value"),
        (U, [("105", "  $a7   z   000yy")], "fixed_value"),
        (U, [("100", "  $a20200101d2019")], "fixed_length"),
        (I, [("200", "  $AКнига"), ("200", "  $AЕщё")], "field_repeated"),
        (I, [("200", "  $AКнига$ЖЕщё")], "unknown_subfield"),
    ],
)  # fmt: skip
def test_one_thing_wrong_is_one_finding(profile: Profile, fields: list[Given], code: str) -> None:
    assert found(profile, *fields) == {code}


@pytest.mark.parametrize(
    ("profile", "fields"),
    [
        (M, [("020", "  $a9943-26-000-9 (jild)"), ("020", "  $z12345")]),
        (M, [("020", "  $c45000 soʻm")]),
        (M, [("041", "1 $auzb$hrus")]),
        (M, [("041", "07$auz$2iso639-1")]),
        (M, [("700", "1 $aMirzo, A.$4http://id.loc.gov/vocabulary/relators/trl")]),
        (M, [("080", "  $a94(575.1)\"1917/1924\""), ("080", "  $a37.013:004"), ("080", "  $a(038)=512.133=161.1")]),
        (M, [("080", "  $a821.161.1 Пушкин"), ("080", "  $a62-5; 681.5"), ("080", "  $a[5+6](075.8)")]),
        (M, [("084", "  $a63.3(5Ўзб)я73$2rubbk"), ("084", "  $aШ5(2=Р)7$2rubbks"), ("084", "  $aQA76$2other")]),
        (M, [("952", "  $pX$yY"), ("590", "  $aX"), ("FMT", "  $aX"), ("500", "  $aX$9inner")]),
        (M, [("245", "10$aWindows 11да ишлаш ва CD-ROMлар")]),
        (M, [("245", "10$aXXI аср ва XXв. бошлари")]),
        (M, [("245", "14$aThe book"), ("246", "30$aBook")]),
        (M, [("245", "13$aal-ʻIqd al-farīd")]),
        (M, [("007", "ta"), ("007", "cr"), ("006", "m        d        ")]),
        (M, [("880", "10$6245-01/(N$aЎткан кунлар")]),
        (M, [("260", "  $aQohira :$bDor,$c1440 [2019]")]),
        (U, [("200", "1 $a\x98The \x9cbook")]),
        (U, [("461", " 0$1001RU-7$12001 $aСобрание$vТ. 1$1700 1$aКадыри$bА.")]),
        (U, [("200", "1 $6a01$7ca$aКитоб"), ("200", "1 $6a01$7ba$aKitob")]),
        (I, [("910", "  $A0$B1$C$E"), ("2006", "  $^a"), ("200", "  $aКнига$fАвтор")]),
        (I, [("907", "  $C$A20200101$B")]),
    ],
)  # fmt: skip
def test_what_only_looks_wrong_is_no_finding(profile: Profile, fields: list[Given]) -> None:
    assert found(profile, *fields) == set()


@pytest.mark.parametrize(("profile", "without", "level", "expected"), [
    (M, "245", "brief", {"missing_title"}),
    (U, "200", "brief", {"missing_title"}),
    (I, "200", "brief", {"missing_title"}),
    (I, "920", "brief", {"missing_field"}),
    (M, "040 008", "brief", set()),
    (M, "040", "full", {"missing_field"}),
    (M, "260", "full", {"missing_one_of"}),
    (M, "080", "full", set()),
    (M, "080 084", "full", {"missing_one_of"}),
    (U, "675 686", "full", {"missing_one_of"}),
])  # fmt: skip
def test_what_must_be_there_depends_on_the_level(
    profile: Profile, without: str, level: str, expected: set[str]
) -> None:
    assert found(profile, without=without, level=level) == expected


def test_a_volume_of_irbis_may_have_its_title_in_the_set() -> None:
    assert found(I, ("461", "  $CСочинения"), without="200") == set()


def test_a_finding_names_tag_and_facts() -> None:
    (told,) = findings(record(M, ("020", "  $a9789943260008")), M)
    assert (told.code, told.tag, told.detail) == (CheckCode.BAD_ISBN, "020", {"value": "9789943260008"})
    (told,) = findings(record(M, ("245", "20$aBir kitob")), M)
    assert (told.tag, told.detail) == ("245", {"indicator": 1, "value": "2"})


def test_a_leader_with_wrong_codes_or_length() -> None:
    assert found(M, leader="00000nxm a2200000 i 4500") == {"leader_value"}
    cut = record(M)
    cut.leader = "00000nam"
    assert codes(findings(cut, M)) == {"leader_length"}


def test_a_record_without_fields() -> None:
    empty = Record()
    empty.leader = Leader("00000nam a2200000 i 4500")
    assert codes(findings(empty, M)) == {"record_without_fields", "missing_title"}


def test_this_year_bounds_the_years() -> None:
    ahead = record(M, ("008", "200101s2030    uz a     b    000 1 uzb d"), ("260", "  $aT. :$bS.,$c2030."))
    assert findings(ahead, M) == ()
    assert [one.tag for one in findings(ahead, M, this_year=2026)] == ["008", "260"]


def test_a_variant_changes_what_is_asked() -> None:
    base = table(M)
    fields = {tag: rule for tag, rule in base.fields.items() if tag != "020"}
    variant = ProfileTable(M, fields, base.leader, either={"brief": (("856",),)})
    assert codes(findings(record(M), M, variant=variant)) == {"unknown_tag", "missing_one_of"}


def test_every_code_has_a_severity() -> None:
    assert set(SEVERITIES) == set(CheckCode)
    assert set(SEVERITIES.values()) == {"error", "warning", "hint"}
    assert max(len(code) for code in CheckCode) <= 40


TEXT = st.text(max_size=30)
TAGS = st.one_of(st.sampled_from(["008", "020", "041", "080", "084", "100", "101", "245", "200", "210", "675"]),
                 st.text(alphabet="0123456789AZ", min_size=3, max_size=4))  # fmt: skip


@st.composite
def fields(draw: st.DrawFn) -> list[object]:
    made: list[object] = []
    for _ in range(draw(st.integers(0, 5))):
        tag = draw(TAGS)
        if draw(st.booleans()):
            made.append(control_field(tag, draw(TEXT)))
        else:
            pairs = draw(st.lists(st.tuples(st.text(max_size=1), TEXT), max_size=4))
            made.append(data_field(tag, BLANKS, [Subfield(*pair) for pair in pairs]))
    return made


@given(given_fields=fields(), leader=st.text(max_size=26), profile=st.sampled_from(list(Profile)))
@settings(max_examples=200, deadline=None)
def test_it_never_raises(given_fields: list[object], leader: str, profile: Profile) -> None:
    odd = Record()
    odd.leader = leader
    odd.fields = given_fields
    for level in ("brief", "full", "unheard of"):
        findings(odd, profile, level=level, this_year=2026)
