"""Filing order (practice.md §6.4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ils.text import sort_key


def ordered(words: str, language: str | None) -> bool:
    keys = [sort_key(word, language) for word in words.split("|")]
    return keys == sorted(keys)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (
            "Abdulla|bola|Isʼhoq|Ismoil|malum|maʼlum|manba|mano|maʼno|nok|ona|xon|yoz|zamon|oʻq|gʻor|shahar|chiroq",
            "uzb",
        ),
        ("бола|ҳам|малум|маълум|манба|хон|ёз|замон|ўқ|ғор|шаҳар|чироқ", "uzb"),
        ("оқ ўқ|ёзув ўқ|замон ўқ|ўқ|ғор|шаҳар ўқ", None),
        ("banan|сомон|zamon|ўқ|özbek|gʻor|ğora|şahar|шаҳар|çiroq", "uzb"),
        ("zamon|oʼq|o’r|o`s|o'zbek", "uzb"),
        ("ang|anhor|ansor", "uzb"),
        ("еж|ёж|ежа|Елена|ёлка|ёлкой|жук|йод|яблоко", "rus"),
        ("сев|северовосток|северо-восток|северянин", "rus"),
        ("eclat|Éclat|ecole|École|zèbre", "fre"),
        ("2 tom|10 tom|010 tom|100 tom|12345678901|a", "eng"),
        ("Tom 2|Tom 10", "uzb"),
        ("new|new york|newark", "eng"),
    ],
)
def test_order(words: str, language: str | None) -> None:
    assert ordered(words, language)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("maʼlum", "malum", "uzb"),
        ("Oʻzbekiston", "Ўзбекистон", "uzb"),
        ("özbek", "oʻzbek", "uzb"),
        ("ёж", "еж", "rus"),
        ("северо-восток", "северовосток", "rus"),
        ("Straße", "Strasse", "ger"),
        ("d’été", "dete", "fre"),
        ("«Tom» 007!", "tom 7", "eng"),
        ("oʻq", "o`q", "uzb"),
        ("Oʻzbek", "ўзбек", None),
        ("أحمد", "احمد", "ara"),
        ("\x98The\x9c House", "House", "eng"),
        ("\u0088Le \u0089Monde", "Monde", "fre"),
    ],
)
def test_filed_together(one: str, other: str, language: str | None) -> None:
    assert sort_key(one, language) == sort_key(other, language)


def test_an_article_is_not_filed() -> None:
    assert sort_key("The Art of War", "eng", 4) == "art of war"
    assert sort_key("Die Räuber", "ger", skip=4) == "rauber"
    assert sort_key("Art", "eng", -1) == "art"


def test_without_a_language_only_uzbek_letters_ask_for_the_uzbek_order() -> None:
    assert sort_key("Shahar Oʻzbek") == "}ahar {zbek"
    assert sort_key("Shakespeare's") == "shakespeares"
    assert sort_key("King’s") == "kings"
    assert sort_key("Шекспир ёлка") == "шекспир елка"


@given(st.text(), st.sampled_from([None, "uzb", "rus", "eng", "ara", "???"]), st.integers(0, 5))
def test_any_text_has_a_key(text: str, language: str | None, skip: int) -> None:
    key = sort_key(text, language, skip)
    assert key == key.strip()


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_file_by_value(one: int, other: int) -> None:
    assert (sort_key(f"{one}") < sort_key(f"{other}")) == (one < other)


@given(st.lists(st.text(alphabet="aosgzch oʻgʻ", max_size=6), max_size=6))
def test_code_points_and_bytes_order_alike(words: list[str]) -> None:
    keys = [sort_key(word, "uzb") for word in words]
    assert sorted(keys) == sorted(keys, key=lambda key: key.encode())
