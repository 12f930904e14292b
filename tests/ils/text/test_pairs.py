"""The regression list of practice.md §6.3, both ways, and what the dictionary adds."""

import csv
from pathlib import Path

import pytest

from ils.text import fold, to_cyrillic, to_latin

with (Path(__file__).parent / "pairs.tsv").open(encoding="utf-8", newline="") as handle:
    PAIRS = [(row["cyr"], row["lat"]) for row in csv.DictReader(handle, delimiter="\t")]

MORE = [
    ("сентябрь", "sentabr"),
    ("октябрда", "oktabrda"),
    ("ОКТЯБРЬ", "OKTABR"),
    ("июнь", "iyun"),
    ("июнда", "iyunda"),
    ("объект", "obyekt"),
    ("ОБЪЕКТЛАР", "OBYEKTLAR"),
    ("майор", "mayor"),
    ("цемент", "sement"),
    ("цех", "sex"),
    ("мавзуи", "mavzuyi"),
    ("нуқтаи назар", "nuqtayi nazar"),
    ("борщ", "borsh"),
    ("щётка", "shyotka"),
    ("коэффициент", "koeffitsiyent"),
    ("клиент", "kliyent"),
    ("пациент", "patsiyent"),
    ("лицей", "litsey"),
    ("процент", "protsent"),
    ("тайёр", "tayyor"),
    ("сайёра", "sayyora"),
    ("сунъий", "sunʼiy"),
    ("меъёр", "meʼyor"),
    ("САНЪАТ", "SANʼAT"),
    ("ИСҲОҚ", "ISʼHOQ"),
    ("МЧЖ", "MCHJ"),
    ("АҚШда", "AQSHda"),
    ("ЮНЕСКО", "YUNESKO"),
    ("Йўлдош", "Yoʻldosh"),
    ("ЙЎЛ", "YOʻL"),
    ("поезд", "poyezd"),
    ("Европа", "Yevropa"),
    ("аэропорт", "aeroport"),
    ("абзацлар", "abzaslar"),
    ("конференция", "konferensiya"),
    ("пенсия", "pensiya"),
    ("версия", "versiya"),
    ("компьютерларимиз", "kompyuterlarimiz"),
    ("инвентарь китоби", "inventar kitobi"),
    ("ёдгор", "yodgor"),
    ("сирка", "sirka"),
    ("олган", "olgan"),
    ("синган", "singan"),
    ("тилда", "tilda"),
    ("пулсиз", "pulsiz"),
    ("Ўзбекистон Республикаси Президентининг қарори.", "Oʻzbekiston Respublikasi Prezidentining qarori."),
    ("ЎЗБЕКИСТОН: «Шарқ» нашриёти – 2026-йил, 345 б.", "OʻZBEKISTON: «Sharq» nashriyoti – 2026-yil, 345 b."),
]


@pytest.mark.parametrize(("cyrillic", "latin"), PAIRS + MORE)
def test_cyrillic_becomes_latin(cyrillic: str, latin: str) -> None:
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize(("cyrillic", "latin"), PAIRS + MORE)
def test_latin_becomes_cyrillic_again(cyrillic: str, latin: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(("cyrillic", "latin"), PAIRS + MORE)
def test_both_spellings_have_one_key(cyrillic: str, latin: str) -> None:
    assert fold(cyrillic) == fold(latin)


def test_foreign_letters_of_russian_words() -> None:
    assert to_latin("Крым, Щукин") == "Krim, Shukin"
