"""Two surveys of the sample year: one closed with its conclusion and counted, one open today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from ils.accounts.models import Staff
from ils.activity.kinds import Channel
from ils.activity.work import Work
from ils.clock import at_hour
from ils.db import transaction
from ils.surveys import services
from ils.surveys.models import Survey, SurveyQuestion
from ils.surveys.rules import Facts, Kind, QuestionFacts

SHEETS = 20  # of each survey
CHANNELS = ("paper", "paper", "web", "telegram")
AUTHORS = (
    "Oʻtkir Hoshimov kitoblari",
    "Yangi detektivlar",
    "Ingliz tilida hikoyalar",
    "Dasturlash boʻyicha kitoblar",
    "Bolalar uchun ensiklopediya",
    "Chingiz Aytmatovning toʻliq asarlari",
)
WISHES = (
    "Yakshanba kuni ham ishlasa",
    "Oʻquv zalida rozetkalar koʻproq boʻlsin",
    "Wi-Fi tezroq boʻlsa",
    "Hammasi yaxshi",
    "Kechqurun soat 8 gacha ochiq boʻlsin",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in Uzbek and Russian with its answers, each as “Uzbek|Russian”."""

    kind: Kind
    text: str
    options: Sequence[str] = ()
    required: bool = False


GENRES = (
    "Badiiy adabiyot|Художественная литература",
    "Ilmiy-ommabop|Научно-популярная",
    "Darslik va qoʻllanma|Учебники и пособия",
    "Bolalar adabiyoti|Детская литература",
    "Xorijiy tildagi kitoblar|Книги на иностранных языках",
)
OFTEN = (
    "Har hafta|Каждую неделю",
    "Oyda bir marta|Раз в месяц",
    "Yilda bir necha marta|Несколько раз в год",
)
NEW_BOOKS = (
    Asked(Kind.ONE, "Kutubxonaga qanchalik tez-tez kelasiz?|Как часто вы бываете в библиотеке?", OFTEN, True),
    Asked(Kind.MANY, "Qanday kitoblar yetishmaydi?|Каких книг не хватает?", GENRES),
    Asked(Kind.SCALE, "Xizmatimizni baholang|Оцените наше обслуживание", (), True),
    Asked(Kind.NUMBER, "Oʻtgan oy nechta kitob oʻqidingiz?|Сколько книг вы прочли за прошлый месяц?"),
    Asked(Kind.TEXT, "Qaysi kitobni olishimizni istaysiz?|Какую книгу нам приобрести?"),
)
HOURS = (
    Asked(
        Kind.ONE,
        "Qaysi vaqtda kelish qulay?|Когда вам удобно приходить?",
        ("Ertalab|Утром", "Tushdan keyin|Днём", "Kechqurun|Вечером"),
        True,
    ),
    Asked(
        Kind.MANY,
        "Qaysi xizmatlardan foydalanasiz?|Какими услугами вы пользуетесь?",
        ("Uyga kitob olish|Книги на дом", "Oʻquv zali|Читальный зал", "Internet|Интернет", "Nusxa olish|Копирование"),
    ),
    Asked(Kind.SCALE, "Oʻquv zali sizga yoqadimi?|Нравится ли вам читальный зал?", (), True),
    Asked(Kind.TEXT, "Nimani yaxshilash kerak?|Что улучшить?"),
)  # fmt: skip
FINDINGS = (
    "Kitobxonlar eng koʻp badiiy va xorijiy tildagi kitoblarni soʻrashdi.\n"
    "Keyingi chorak buyurtmasiga 40 nom kiritildi; oʻquv zali shanba kuni ham ishlaydi."
)


def ask_readers(session: Session, today: date, *, staff: Mapping[str, Staff], days: int, seed: int) -> None:
    """Hold a survey of new books, closed three weeks ago, and one of the opening hours, open now."""
    random, who = Random(seed), staff["peshtaxta"]
    begun, ended = today - timedelta(days=min(60, days - 1)), today - timedelta(days=min(21, days - 1))
    with transaction(session):
        title = {"uz": "Yangi kitoblarga talab", "ru": "Спрос на новые книги", "en": "Demand for new books"}
        books = _held(session, _on(who, begun), title, NEW_BOOKS)
        _filled(session, who, books, random, begun, ended)
        services.close(session, _on(who, ended, 16), survey_id=books.id, findings=FINDINGS)
        title = {"uz": "Ish vaqti va oʻquv zali", "ru": "Часы работы и читальный зал"}
        opened = today - timedelta(days=min(9, days - 1))
        hours = _held(session, _on(who, opened), title, HOURS)
        _filled(session, who, hours, random, opened, today)


def _held(session: Session, work: Work, title: dict[str, str], asked: Sequence[Asked]) -> Survey:
    intro = {
        "uz": "Javoblaringiz kitob tanlashimizga yordam beradi. Ism soʻralmaydi.",
        "ru": "Ваши ответы помогут нам выбирать книги. Имя не спрашивается.",
    }
    made = services.create(session, work, facts=Facts(title=title, intro=intro, place="both"))
    for each in asked:
        services.add_question(session, work, survey_id=made.id, facts=_facts(each))
    services.open_survey(session, work, survey_id=made.id)
    return made


def _facts(asked: Asked) -> QuestionFacts:
    def told(text: str) -> tuple[str, str]:
        uz, _bar, ru = text.partition("|")
        return uz, ru

    uz, ru = told(asked.text)
    options = [told(each) for each in asked.options]
    return QuestionFacts(
        asked.kind, {"uz": uz, "ru": ru},
        {"uz": [each[0] for each in options], "ru": [each[1] for each in options]} if options else {},
        required=asked.required,
    )  # fmt: skip


def _filled(session: Session, who: Staff, survey: Survey, random: Random, since: date, until: date) -> None:
    questions = (
        session.query(SurveyQuestion).filter_by(survey_id=survey.id).order_by(SurveyQuestion.position).all()
    )
    for number in range(SHEETS):
        day = since + (until - since) * number // SHEETS
        channel = CHANNELS[number % len(CHANNELS)]
        paper = channel == "paper"
        work = _on(who, day, 12)
        services.fill(
            session, work if paper else replace(work, actor_id=None, channel=Channel.WEB), survey_id=survey.id,
            given={each.id: _answer(each, random, paper, number) for each in questions}, channel=channel,
            language="ru" if number % 5 == 0 else "uz", visitor="" if paper else f"namuna-{number}",
        )  # fmt: skip


def _answer(question: SurveyQuestion, random: Random, paper: bool, number: int) -> list[str]:
    if question.kind in (Kind.ONE, Kind.MANY):
        places = range(len(question.options))
        picked = random.sample(places, 1 if question.kind == Kind.ONE else random.randint(1, 3))
        told = [str(each + paper) for each in picked]
        return [" ".join(told)] if paper else told
    if question.kind == Kind.SCALE:
        return [str(random.choice((3, 4, 4, 5, 5)))]
    if question.kind == Kind.NUMBER:
        return [str(random.randint(0, 6))]
    said = AUTHORS if "kitob" in question.text["uz"] else WISHES
    return [random.choice(said)] if number % 2 else []


def _on(person: Staff, day: date, hour: float = 9) -> Work:
    return Work(now=at_hour(day, hour), actor_id=person.id, department="lending", sector="lending")
