"""What the paper of the plan says of deadlines and of those who answer."""

from __future__ import annotations

from ils.reports.rules import Data, Joined, Text
from ils.reports.rules import say as _l
from ils.workplan.queries import Figure

DEADLINES: dict[str, Text] = {
    "year": _l("During the year"),
    "quarter": _l("Every quarter"),
    "month": _l("Every month"),
    "week": _l("Every week"),
    "q1_q3": _l("1st and 3rd quarter"),
    "autumn": _l("September to December"),
    "by_plan": _l("By a plan of its own"),
    **{f"q{number}": _l("Quarter %(number)s", number=number) for number in range(1, 5)},
}
# The services by their whole names, as the paper has them; screens have the short ones.
SERVICES: dict[str, Text] = {
    "bib": _l("Information and bibliography service"),
    "fond": _l("Service of acquisition, keeping and processing of stock"),
    "abon": _l("Service of lending and of readers"),
    "akt": _l("Service of information technology and digitisation"),
    "hr": _l("Personnel specialist"),
}
# Lines that several answer for keep their names as the Uzbek paper has them; these are said in any language.
AS_PRINTED: dict[str, Text] = {
    "Axborot-bibliografiya xizmati": SERVICES["bib"],
    "Axborot-kutubxona fondlarini toʻldirish, saqlash va ishlov berish xizmati": SERVICES["fond"],
    "Abonementlar va foydalanuvchilarga xizmat koʻrsatish xizmati": SERVICES["abon"],
    "Axborot-kommunikatsiya texnologiyalari va raqamlashtirish xizmati": SERVICES["akt"],
    "va barcha xizmatlar": _l("and all services"),
}


def responsible_of(each: Figure) -> Text:
    """Return who answers: those named in the line, else its service by its whole name."""
    if not each.responsible:
        return SERVICES.get(each.service, each.service)
    named = [part.strip() for part in each.responsible.split(";")]
    return Joined(tuple(AS_PRINTED.get(part, Data(part)) for part in named), "; ")
