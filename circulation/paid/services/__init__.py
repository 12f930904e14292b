"""Acts of paid services."""

from circulation.paid.services.prices import end_price, set_price
from circulation.paid.services.receipts import refund, take

__all__ = ["end_price", "refund", "set_price", "take"]
