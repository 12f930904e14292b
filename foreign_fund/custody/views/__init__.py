"""Screens of responsibility for the fund."""

from foreign_fund.custody.views import act_papers as act_papers
from foreign_fund.custody.views import acts as acts
from foreign_fund.custody.views import check_papers as check_papers
from foreign_fund.custody.views import checks as checks
from foreign_fund.custody.views import custodians as custodians
from foreign_fund.custody.views import losses as losses
from foreign_fund.custody.views import shelves as shelves
from foreign_fund.custody.views.base import blueprint

__all__ = ["blueprint"]
