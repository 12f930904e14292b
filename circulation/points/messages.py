"""Words of points and trips."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from circulation.points.errors import PointCode
from circulation.points.rules import ActKind, Mode, TripState

POINT_WORDS: dict[PointCode, Any] = {
    PointCode.UNKNOWN: _l("There is no such point."),
    PointCode.NAME_TAKEN: _l("There is already a point “%(point)s”."),
    PointCode.DAY_ODD: _l("%(day)s cannot be this day of a point. Check the year and the order of the days."),
    PointCode.TRIP_UNKNOWN: _l("There is no such trip."),
    PointCode.TRIP_AHEAD: _l("%(day)s has not come yet. A trip is written down on its day or later."),
    PointCode.TRIP_DAY_ODD: _l("On %(day)s the point was not served. Check the day."),
    PointCode.TRIP_THAT_DAY: _l("There is already a trip to “%(point)s” on %(day)s. Go on with that one."),
    PointCode.TRIP_NOT_OPEN: _l(
        "The trip to “%(point)s” on %(day)s is closed or withdrawn. Open it again first."
    ),
    PointCode.TRIP_NOT_CLOSED: _l("The trip to “%(point)s” on %(day)s is not closed."),
    PointCode.TRIP_WITHDRAWN: _l("The trip to “%(point)s” on %(day)s is withdrawn already."),
    PointCode.COUNT_INVALID: _l("Visitors are a number from 0 to %(most)s, copies from 0 to %(copies)s."),
    PointCode.CODE_UNKNOWN: _l("Neither a reader nor a copy has the number “%(code)s”."),
    PointCode.HERE_ALREADY: _l(
        "%(copy)s was lent or renewed on this trip, due %(due)s. The second scan changes nothing."
    ),
    PointCode.COPY_LATER: _l(
        "%(copy)s was on loan on %(day)s, later than this trip of %(trip)s. Check the day of the trip."
    ),
    PointCode.NOT_LENT: _l("%(copy)s, “%(title)s”, is not on loan: there is nothing to take back."),
    PointCode.ACT_UNKNOWN: _l("This is not an exchange of the trip."),
}

STATES: dict[TripState, Any] = {
    TripState.OPEN: _l("being written"),
    TripState.CLOSED: _l("closed, counted"),
    TripState.WITHDRAWN: _l("withdrawn"),
}

STATE_TAGS: dict[TripState, str] = {
    TripState.OPEN: "warn",
    TripState.CLOSED: "ok",
    TripState.WITHDRAWN: "plain",
}

ACTS: dict[ActKind, Any] = {
    ActKind.LEND: _l("lent"),
    ActKind.RENEW: _l("renewed"),
    ActKind.RETURN: _l("brought back"),
}

MODES: dict[Mode, Any] = {
    Mode.LEND: _l("Lend"),
    Mode.RENEW: _l("Renew"),
    Mode.BACK: _l("Return"),
}

AUDIT_WORDS: dict[str, Any] = {
    "point_added": _l("Mobile point written down"),
    "point_changed": _l("Mobile point changed"),
    "trip_opened": _l("Trip to a point opened"),
    "trip_closed": _l("Trip to a point closed"),
    "trip_reopened": _l("Trip to a point opened again"),
    "trip_withdrawn": _l("Trip to a point withdrawn"),
    "trip_visit_counted": _l("Visit counted on a trip"),
    "trip_copy_exchanged": _l("Copy exchanged on a trip"),
    "trip_act_undone": _l("Exchange on a trip undone"),
}

CHECK_WORDS: dict[str, Any] = {
    "trip_log_differs": _l(
        "%(kind)s of %(trip)s on %(day)s should stand in the activity log as %(rows)s, but stands there as %(logged)s."
    ),
    "trip_visitors_differ": _l(
        "Trip %(trip)s says that visitors came: %(said)s; among the visits stand: %(counted)s."
    ),
    "trip_act_without_loan": _l(
        "Trip %(trip)s has an exchange of the loan %(loan)s that the loan does not know."
    ),
}
