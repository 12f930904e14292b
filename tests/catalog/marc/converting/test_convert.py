"""Field by field to the other format and back; all that has no place is told."""

from __future__ import annotations

import pytest
from pymarc import Leader, Record

from catalog.marc import Profile, facts
from catalog.marc.converting import Lost, convert
from tests.catalog.marc.validating.records import IRBIS, LEADER, MARC21, UNIMARC, Given, field, record

pytestmark = pytest.mark.engine_free

M, U, I = Profile.MARC21, Profile.UNIMARC, Profile.IRBIS  # noqa: E741 - the three, in a table


def of(profile: Profile, *given: Given, leader: str = "") -> Record:
    made = Record()
    made.leader = Leader(leader or LEADER[profile])
    made.fields = [field(tag, text) for tag, text in given]
    return made


def shown(made: Record, tag: str) -> list[str]:
    """Fields of a tag as `ind1 ind2 $a…`, control fields as they are."""
    return [
        (one.data or "") if one.control_field
        else "".join(one.indicators or "  ") + "".join(f"${code}{value}" for code, value in one.subfields)
        for one in made.fields
        if one.tag == tag
    ]  # fmt: skip


BOTH_WAYS = [
    ("245", "10$aOʻtkan kunlar :$broman /$cA. Qodiriy ; T. Olim.",
     "200", "1 $aOʻtkan kunlar$eroman$fA. Qodiriy$gT. Olim"),
    ("245", "00$aAsarlar.$n2-jild,$pHikoyalar.", "200", "0 $aAsarlar$h2-jild$iHikoyalar"),
    ("245", "10$aKitob =$bBook : a reader.", "200", "1 $aKitob$dBook$ea reader"),
    ("245", "14$aThe book.", "200", "1 $a\x98The \x9cbook"),
    ("245", "10$aXarita$h[Izomaterial] :$batlas.", "200", "1 $aXarita$bIzomaterial$eatlas"),
    ("246", "31$aThe days", "510", "1 $aThe days"),
    ("246", "34$aMuqova", "512", "1 $aMuqova"),
    ("250", "  $a2-nashr /$btuzuvchi A. Olim.", "205", "  $a2-nashr$ftuzuvchi A. Olim"),
    ("260", "  $aToshkent ;$aMoskva :$bSharq,$c2019.", "210", "  $aToshkent$aMoskva$cSharq$d2019"),
    ("300", "  $a400 b. :$brasm ;$c21 sm +$e1 disk", "215", "  $a400 b.$crasm$d21 sm$e1 disk"),
    ("490", "1 $aDurdonalar ;$v3", "225", "0 $aDurdonalar$v3"),
    ("020", "  $a9789943260009$q(muq.)$c45000 soʻm", "010", "  $a9789943260009$b(muq.)$d45000 soʻm"),
    ("022", "  $a2091-5527$y1234-5678", "011", "  $a2091-5527$z1234-5678"),
    ("080", "  $a821.512.133-31", "675", "  $a821.512.133-31"),
    ("082", "04$a894.325", "676", "  $a894.325"),
    ("084", "  $a84(5Oʻ)6$2rubbk", "686", "  $a84(5Oʻ)6$2rubbk"),
    ("100", "1 $aQodiriy, Abdulla,$d1894-1938$4aut", "700", " 1$aQodiriy$bAbdulla$f1894-1938$4070"),
    ("100", "1 $aКадыри, А.$q(Абдулла)", "700", " 1$aКадыри$bА.$gАбдулла"),
    ("100", "0 $aPius$bXII,$cPapa", "700", " 0$aPius$dXII$cPapa"),
    ("100", "3 $aBoburiylar", "720", " 1$aBoburiylar"),
    ("110", "1 $aOʻzbekiston.$bVazirlar Mahkamasi", "710", "01$aOʻzbekiston$bVazirlar Mahkamasi"),
    ("111", "2 $aAnjuman$n3$d2019$cToshkent", "710", "12$aAnjuman$d3$f2019$eToshkent"),
    ("700", "1 $aOlim, T.$4trl", "702", " 1$aOlim$bT.$4730"),
    ("700", "1 $aKarimov, B.", "701", " 1$aKarimov$bB."),
    ("710", "2 $aSharq", "711", "02$aSharq"),
    ("500", "  $aTitul varagʻida.", "300", "  $aTitul varagʻida."),
    ("504", "  $aBibliogr.: b. 390.", "320", "  $aBibliogr.: b. 390."),
    ("520", "  $aRoman haqida.", "330", "  $aRoman haqida."),
    ("546", "  $aMatn oʻzbek tilida.", "302", "  $aMatn oʻzbek tilida."),
    ("600", "14$aQodiriy, Abdulla,$d1894-1938$xIjodi", "600", " 1$aQodiriy$bAbdulla$f1894-1938$xIjodi"),
    ("610", "24$aSharq$vKatalog", "601", "02$aSharq$jKatalog"),
    ("650", " 7$aAdabiyot$zOʻzbekiston$y20-asr$vDarslik$2rubrika",
     "606", "  $aAdabiyot$yOʻzbekiston$z20-asr$jDarslik$2rubrika"),
    ("650", " 0$aLiterature", "606", "  $aLiterature$2lc"),
    ("651", " 4$aToshkent$xTarix", "607", "  $aToshkent$xTarix"),
    ("655", " 4$aRoman", "608", "  $aRoman"),
    ("653", "  $akitob$ajurnal", "610", "0 $akitob$ajurnal"),
    ("773", "0 $dToshkent : Fan, 2021$gN 3, b. 12-15$tJurnal$x2091-5527$w77", "463",
     " 1$1001" "77$12001 $aJurnal$vN 3, b. 12-15$1210  $aToshkent$cFan$d2021$1011  $a2091-5527"),
    ("780", "00$tEski jurnal", "430", " 1$12001 $aEski jurnal"),
    ("785", "05$tYangi jurnal", "445", " 1$12001 $aYangi jurnal"),
    ("830", " 0$aDurdonalar$v3", "410", " 1$12001 $aDurdonalar$v3"),
    ("856", "40$uhttps://example.uz/1.pdf$zToʻliq matn", "856", "4 $uhttps://example.uz/1.pdf$zToʻliq matn"),
    ("952", "  $p0001$o84", "952", "  $p0001$o84"),
]  # fmt: skip


@pytest.mark.parametrize(("tag", "marc21", "other", "unimarc"), BOTH_WAYS)
def test_a_field_goes_there_and_back(tag: str, marc21: str, other: str, unimarc: str) -> None:
    given = of(M, (tag, marc21))
    there = convert(given, M, U)
    assert shown(there.record, other) == [unimarc]
    assert there.lost == ()
    back = convert(there.record, U, M)
    assert back.lost == ()
    assert sorted(shown(back.record, tag)[0][2:].split("$")) == sorted(marc21[2:].split("$"))
    assert shown(given, tag) == [marc21]


@pytest.mark.parametrize(("source", "given", "lost"), [
    (M, ("037", "  $a11$bNashriyot"), [Lost("037", "$a 11"), Lost("037", "$b Nashriyot")]),
    (M, ("700", "1 $aOlim, T.$tAsar$4xyz"), [Lost("700", "$t Asar"), Lost("700", "$4 xyz")]),
    (M, ("300", "  $a10$f2$gm"), [Lost("300", "$f 2"), Lost("300", "$g m")]),
    (M, ("007", "ta"), [Lost("007", "ta")]),
    (M, ("650", " 0$aTarix$2boshqa"), [Lost("650", "$2 boshqa")]),
    (U, ("200", "1 $aKitob$zrus"), [Lost("200", "$z rus")]),
    (U, ("621", "  $aРоссия$bМосква"), [Lost("621", "$a Россия"), Lost("621", "$b Москва")]),
    (U, ("801", " 0$aUZ$bAKM$c20200101"), [Lost("801", "$a UZ"), Lost("801", "$c 20200101")]),
    (U, ("101", "0 $aqq!"), [Lost("101", "$a qq!")]),
    (I, ("691", "  $DТарих$!3"), [Lost("691", "^DТарих"), Lost("691", "^!3")]),
    (I, ("999", "  $^0000000"), [Lost("999", "^A0000000")]),
])  # fmt: skip
def test_what_has_no_place_is_told(source: Profile, given: Given, lost: list[Lost]) -> None:
    target = M if source is U else U
    assert list(convert(of(source, given), source, target).lost) == lost


def test_the_second_008_and_positions_without_a_place_are_lost() -> None:
    fixed = "200101s2019    uz abcp o  h  000 f uzb d"
    lost = convert(of(M, ("008", fixed), ("008", "x")), M, U).lost
    assert Lost("008", "x") in lost
    assert Lost("008", "/26 h") in lost


def test_coded_fields_there_and_back() -> None:
    fixed = "200101t20192018uz abc j be   100 1auzb d"
    given = of(
        M,
        ("008", fixed),
        ("040", "  $aUzToMB$buzb"),
        ("041", "1 $auzb$arus$hger"),
        ("245", "10$aЎткан кунлар."),
    )
    there = convert(given, M, U)
    assert there.lost == ()
    assert shown(there.record, "100") == ["  $a20200101h20192018a  y0uzby50      ca"]
    assert shown(there.record, "101") == ["1 $auzb$arus$cger"]
    assert shown(there.record, "102") == ["  $aUZ"]
    assert shown(there.record, "801") == [" 0$bUzToMB"]
    back = convert(there.record, U, M)
    assert shown(back.record, "008")[0][:28] == fixed[:28]
    assert shown(back.record, "008")[0][35:38] == "uzb"
    assert shown(back.record, "041") == ["1 $auzb$arus$hger"]
    assert shown(back.record, "040") == ["  $aUzToMB$buzb"]


def test_a_serial_keeps_frequency_and_kind() -> None:
    leader = "00000nas a2200000 i 4500"
    given = of(
        M,
        ("008", "200101c20199999uz mr p       0    0uzb d".ljust(40)[:40]),
        ("245", "00$aJurnal."),
        leader=leader,
    )
    there = convert(given, M, U).record
    assert str(there.leader)[5:8] == "nas"
    assert shown(there, "110")[0].startswith("  $aafa")
    assert shown(convert(there, U, M).record, "008")[0][18:22] == "mr p"


@pytest.mark.parametrize(("marc21", "unimarc"), [
    ("00000nam a2200000 i 4500", "00000nam  2200000   450 "),
    ("00000cas a2200000 i 4500", "00000cas  2200000   450 "),
    ("00000nab a2200000 i 4500", "00000naa  2200000   450 "),
    ("00000nmm a2200000 i 4500", "00000nlm  2200000   450 "),
    ("00000ntm a2200000 i 4500", "00000nbm  2200000   450 "),
    ("00000nam a2200000 ic4500", "00000nam2 2200000   450 "),
])  # fmt: skip
def test_leaders(marc21: str, unimarc: str) -> None:
    assert str(convert(of(M, ("245", "10$aX."), leader=marc21), M, U).record.leader) == unimarc


@pytest.mark.parametrize(("place", "iso", "back"), [
    ("uz ", "UZ", "uz "), ("nyu", "US", "nyu"), ("xxk", "GB", "xxk"), ("ru ", "RU", "ru "), ("uzr", "SU", "uzr"),
])  # fmt: skip
def test_countries(place: str, iso: str, back: str) -> None:
    fixed = f"200101s2019    {place}".ljust(35) + "uzb d"
    there = convert(of(M, ("008", fixed)), M, U).record
    assert there["102"]["a"] == iso
    assert shown(convert(there, U, M).record, "008")[0][15:18] == back


def test_other_scripts_are_repeated_fields_and_880_again() -> None:
    given = of(M, ("245", "10$6880-01$aOʻtkan kunlar."), ("700", "1 $6880-02$aOlim, T.$4trl"),
               ("880", "10$6245-01/(N$aЎткан кунлар."), ("880", "1 $6700-02/(N$aОлим, Т."))  # fmt: skip
    there = convert(given, M, U)
    assert shown(there.record, "200") == ["1 $6a01$aOʻtkan kunlar", "1 $6a01$7ca$aЎткан кунлар"]
    back = convert(there.record, U, M).record
    assert shown(back, "245") == ["10$6880-01$aOʻtkan kunlar."]
    assert shown(back, "880") == ["10$6245-01/(N$aЎткан кунлар.", "1 $6700-02/(N$aОлим, Т."]
    assert len(shown(back, "700")) == 1


def test_a_volume_without_a_title_of_its_own_takes_the_sets() -> None:
    leader = "00000nam2 2200000   450 "
    given = of(
        U, ("200", "0 $aВып. 13"), ("461", " 0$1001RU-7$12001 $aЗадачи и этюды$vВып. 13"), leader=leader
    )
    there = convert(given, U, M)
    assert shown(there.record, "245") == ["00$aЗадачи и этюды.$nВып. 13."]
    assert shown(there.record, "773") == ["1 $gВып. 13$tЗадачи и этюды$wRU-7"]
    assert there.lost == ()
    back = convert(there.record, M, U).record
    assert facts(back, U).title == facts(given, U).title == "Задачи и этюды. Вып. 13"
    assert [one.tag for one in back.fields if one.tag in ("461", "463")] == ["461"]


def test_both_ways_of_writing_a_linked_field_are_read() -> None:
    plain = convert(of(U, ("463", " 1$aOlim$tJurnal$x2091-5527$vN 3$cT.$nFan$d2021")), U, M).record
    inner = convert(
        of(U, ("463", " 1$12001 $aJurnal$vN 3$1011  $a2091-5527$1700 1$aOlim$1210  $aT.$cFan$d2021")), U, M
    ).record
    assert shown(plain, "773") == shown(inner, "773") == ["0 $aOlim$dT. : Fan, 2021$gN 3$tJurnal$x2091-5527"]


def test_a_work_as_subject_is_taken_out_of_its_fields() -> None:
    given = of(U, ("604", "  $1700 1$aНейман$bМ. Б.$15001 $3A-1$aШахматы$2nlr"))
    there = convert(given, U, M)
    assert shown(there.record, "600") == ["17$aНейман, М. Б.$tШахматы$0A-1$2nlr"]
    assert there.lost == ()


def test_irbis_becomes_unimarc_and_marc21() -> None:
    given = of(I, *IRBIS, ("700", "  $AКадыри$BА.$GАбдулла$F1894-1938"), ("702", "  $4730 пер.$AОлим$BТ."),
               ("606", "  $AАдабиёт$BТарих$GЎзбекистон$H20-аср"), ("610", "  $^роман"), ("903", "  $^84/К-12"),
               ("907", "  $CКТ$A20200102$BАА"), ("919", "  $Auzb"), ("225", "  $AДурдоналар$V3"))  # fmt: skip
    halfway = convert(given, I, U).record
    assert str(halfway.leader) == "00000nam  2200000   450 "
    assert shown(halfway, "001") == ["84/К-12"]
    assert shown(halfway, "100") == ["  $a20200102d2019       y0uzby50      ca"]
    assert shown(halfway, "200") == ["1 $aМинувшие дни$eроман$fА. Кадыри"]
    assert shown(halfway, "215") == ["  $a400 с.$cил."]
    assert shown(halfway, "606") == ["  $aАдабиёт$xТарих$yЎзбекистон$z20-аср"]
    assert shown(halfway, "686") == ["  $a84(5Узб)6$2rubbk"]
    assert shown(halfway, "700") == [" 1$aКадыри$bА.$gАбдулла$f1894-1938"]
    assert shown(halfway, "702") == [" 1$aОлим$bТ.$4730"]
    assert shown(halfway, "910") == ["  $a0$b123$c20200101$dАБ$h0001"]
    whole = convert(given, I, M).record
    assert shown(whole, "100") == ["1 $aКадыри, А.$q(Абдулла),$d1894-1938"]
    assert shown(whole, "084") == ["  $a84(5Узб)6$2rubbk"]
    assert shown(whole, "260") == ["  $aТашкент :$bШарк,$c2019."]


def test_an_article_of_irbis_names_its_journal() -> None:
    given = of(
        I,
        ("920", "  $^ASP"),
        ("200", "  $AМақола"),
        ("463", "  $CЖурнал$J2021$HN 3$S12-15$I2091-5527$WЖ1/2021"),
    )
    made = convert(given, I, U).record
    assert str(made.leader)[7] == "a"
    said = facts(made, U)
    assert (said.host_title, said.host_control) == ("Журнал", "Ж1/2021")
    assert "N 3" in said.part


def test_a_bare_issue_of_irbis_gets_a_title() -> None:
    given = of(I, ("920", "  $^NJ"), ("933", "  $^У1415"), ("934", "  $^1990"), ("936", "  $^1"))
    assert shown(convert(given, I, U).record, "200") == ["1 $aУ1415 1990 № 1"]


def test_the_same_format_and_no_way_into_irbis() -> None:
    given = record(M)
    assert convert(given, M, M).record is given
    with pytest.raises(ValueError, match="IRBIS"):
        convert(given, M, I)


@pytest.mark.parametrize(("profile", "given"), [(M, MARC21), (U, UNIMARC)])
def test_a_whole_record_says_the_same_after_both_ways(profile: Profile, given: tuple[Given, ...]) -> None:
    first = of(profile, *given)
    target = U if profile is M else M
    last = convert(convert(first, profile, target).record, target, profile).record
    before, after = facts(first, profile), facts(last, profile)
    for name in ("title", "author", "authors", "year", "isbns", "languages", "country", "class_marks", "place",
                 "publisher", "responsibility", "document_type", "control_number"):  # fmt: skip
        assert getattr(after, name) == getattr(before, name), name
