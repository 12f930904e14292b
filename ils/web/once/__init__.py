"""A page form that is sent twice makes one thing."""

from ils.web.once.answering import every_time, init_once

__all__ = ["every_time", "init_once"]
