"""Tables of the service."""

from foreign_fund.service.models.bulletins import Bulletin, BulletinCopy, BulletinTitle, InterestProfile
from foreign_fund.service.models.lists import BiblioReview, ReviewTitle, Selection, SelectionTitle
from foreign_fund.service.models.queries import QueryTitle, ReaderQuery

__all__ = [
    "BiblioReview", "Bulletin", "BulletinCopy", "BulletinTitle", "InterestProfile", "QueryTitle", "ReaderQuery",
    "ReviewTitle", "Selection", "SelectionTitle",
]  # fmt: skip
