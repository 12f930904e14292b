"""Screens of the service: the staff's, the reader's own, everybody's."""

from foreign_fund.service.views import arrivals as arrivals
from foreign_fund.service.views import asking as asking
from foreign_fund.service.views import bulletins as bulletins
from foreign_fund.service.views import home as home
from foreign_fund.service.views import listing as listing
from foreign_fund.service.views import own as own
from foreign_fund.service.views import printing as printing
from foreign_fund.service.views import profiles as profiles
from foreign_fund.service.views import queries as queries
from foreign_fund.service.views import reviews as reviews
from foreign_fund.service.views import selections as selections
from foreign_fund.service.views.base import blueprint, open_blueprint, own_blueprint

__all__ = ["blueprint", "open_blueprint", "own_blueprint"]
