"""What the columns of a foreign table of readers mean, guessed by their headings in three languages and both scripts."""

from __future__ import annotations

from collections.abc import Sequence

from ils.text import fold

SEARCHED_LINES = 15  # lists begin with the name of the faculty, a date, an empty line
FEWEST = 2  # headings known, for a line to be the headings

# Field → headings as they are met; compared folded, so that scripts, apostrophes and capitals do not matter.
HEADINGS: dict[str, tuple[str, ...]] = {
    "full_name": (
        "F.I.Sh.", "FISh", "F.I.O.", "FIO", "ФИО", "Ф.И.О.", "Ф.И.Ш.", "Familiyasi ismi sharifi",
        "Familiya ism sharif", "Toʻliq ismi", "Toʻliq ism", "Toʻliq ismi sharifi", "Ism familiya", "Talabaning F.I.Sh.",
        "Talaba", "Kitobxon", "Читатель", "Студент", "Фамилия имя отчество", "Полное имя", "Full name", "Name", "Reader",
    ),
    "surname": ("Familiya", "Familiyasi", "Фамилия", "Surname", "Last name", "Family name"),
    "given_name": ("Ism", "Ismi", "Имя", "Given name", "First name"),
    "patronymic": (
        "Otasining ismi", "Sharifi", "Sharif", "Otasi ismi", "Отчество", "Patronymic", "Middle name",
    ),
    "card_number": (
        "Karta raqami", "Karta", "Guvohnoma", "Guvohnoma raqami", "Kitobxon guvohnomasi",
        "Kitobxon raqami", "Kitobxon bileti", "Formulyar", "Formulyar raqami", "Chipta raqami",
        "Shtrix kod", "Talaba ID", "Talaba identifikatori", "ID", "Номер билета", "Читательский билет", "Номер карты",
        "Номер читательского билета", "Штрих-код", "Card", "Card number", "Barcode", "Library card", "Student ID",
    ),
    "category": ("Toifa", "Toifasi", "Kitobxon toifasi", "Категория", "Категория читателя", "Category", "Status"),
    "birth_date": (
        "Tugʻilgan sana", "Tugʻilgan sanasi", "Tugʻilgan kuni", "Tugʻilgan kun", "Tugʻilgan yili", "Tugʻilgan vaqti",
        "Дата рождения", "Год рождения", "День рождения", "Date of birth", "Birth date", "Birthday", "Born", "DOB",
    ),
    "sex": ("Jinsi", "Jins", "Пол", "Sex", "Gender"),
    "phone": (
        "Telefon", "Telefon raqami", "Tel", "Tel raqami", "Mobil telefon", "Телефон", "Номер телефона", "Мобильный",
        "Phone", "Phone number", "Telephone", "Mobile",
    ),
    "email": ("E-mail", "Email", "Elektron pochta", "Pochta", "Электронная почта", "Эл. почта", "Mail"),
    "faculty": ("Fakultet", "Fakulteti", "Факультет", "Faculty", "School"),
    "course": ("Kurs", "Kursi", "Курс", "Course", "Year of study"),
    "study_group": ("Guruh", "Guruhi", "Sinf", "Sinfi", "Группа", "Класс", "Group", "Class"),
    "workplace": (
        "Ish joyi", "Ish yoki oʻqish joyi", "Oʻqish joyi", "Oʻqish yoki ish joyi", "Tashkilot", "Maktab", "Место работы",
        "Место учёбы", "Место работы или учёбы", "Организация", "Workplace", "Place of work", "Employer",
    ),
    "education": ("Maʼlumoti", "Maʼlumot", "Образование", "Education"),
    "address": (
        "Manzil", "Manzili", "Yashash manzili", "Uy manzili", "Адрес", "Домашний адрес", "Место жительства", "Address",
    ),
    "document_number": (
        "Pasport", "Pasport raqami", "Pasport seriyasi va raqami", "Pasport yoki guvohnoma", "Паспорт",
        "Серия и номер паспорта",
        "Номер паспорта", "Passport", "Passport number", "Document",
    ),
    "citizenship": ("Fuqaroligi", "Fuqarolik", "Гражданство", "Citizenship", "Country"),
    "language": ("Til", "Xabar tili", "Язык", "Язык сообщений", "Language"),
    "guardian_name": (
        "Ota-onasi", "Ota-ona", "Vasiysi", "Vasiy", "Otasi", "Onasi", "Родитель", "Родители", "Законный представитель",
        "Guardian", "Parent",
    ),
    "guardian_phone": (
        "Ota-onasining telefoni", "Ota-onasi telefoni", "Ota-ona telefoni", "Vasiy telefoni", "Телефон родителя",
        "Телефон родителей", "Guardian phone", "Parent phone",
    ),
    "member_until": ("Aʼzolik muddati", "Amal qilish muddati", "Действителен до", "Member until", "Expires"),
    "note": ("Izoh", "Eslatma", "Примечание", "Note", "Notes", "Remarks"),
}  # fmt: skip

_KNOWN = {fold(heading): field for field, headings in HEADINGS.items() for heading in headings}


def guess_field(heading: str) -> str:
    """Return the field of a heading, empty when nobody knows: by the whole heading, else by its first words."""
    words = fold(heading).split()
    for length in range(len(words), 0, -1):
        field = _KNOWN.get(" ".join(words[:length]))
        if field:
            return field
    return ""


def guess_mapping(headings: Sequence[str]) -> dict[str, str]:
    """Return field → heading, the first heading of each field; a whole name beside a surname is left alone."""
    mapping: dict[str, str] = {}
    for heading in headings:
        field = guess_field(heading)
        if field:
            mapping.setdefault(field, heading)
    if "surname" in mapping and "given_name" in mapping:
        mapping.pop("full_name", None)
    return mapping


def heading_line(rows: Sequence[Sequence[str]]) -> int:
    """Return which of the first lines holds the headings; the first one with two cells where none is recognised."""
    best, most = -1, FEWEST - 1
    for number, row in enumerate(rows[:SEARCHED_LINES]):
        known = len({guess_field(cell) for cell in row} - {""})
        if known > most:
            best, most = number, known
    if best >= 0:
        return best
    wide = (number for number, row in enumerate(rows) if sum(1 for cell in row if cell) >= FEWEST)
    return next(wide, 0)


def named_columns(row: Sequence[str], width: int) -> list[str]:
    """Return a name of its own for every column: the heading, else its letter; a second “Telefon” is “Telefon 2”."""
    names: list[str] = []
    for number in range(width):
        text = " ".join(row[number].split())[:100] if number < len(row) else ""
        name, again = text or letter(number), 1
        while name in names:
            again += 1
            name = f"{text or letter(number)} {again}"
        names.append(name)
    return names


def letter(number: int) -> str:
    """Return the letter of a column as spreadsheets name it: 0 → A, 26 → AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


FIELDS = tuple(HEADINGS)
"""What a column of a table may be taken for."""

UPDATED_FIELDS = (
    "category", "phone", "email", "faculty", "course", "study_group", "workplace", "education", "address",
    "document_number", "guardian_name", "guardian_phone", "language", "member_until",
)  # fmt: skip
"""What a table may change of a reader on record: never the name, the date of birth, the sex or the card."""
