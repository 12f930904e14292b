"""The acts of the scan box."""

from circulation.desk.services.notices import settle
from circulation.desk.services.replying import reply
from circulation.desk.services.scanning import Chosen, leave, renew_loan, scan

__all__ = ["Chosen", "leave", "renew_loan", "reply", "scan", "settle"]
