"""Giving a file that is known to be whole; what cannot be carried is told first, with what to do instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from flask import current_app, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.export import services
from catalog.export.rules import ExportFormat, Shape, file_name, media_type
from catalog.export.services import Account, LeftOut, Refused
from catalog.export.views.door import Page
from ils import clock
from ils.config import Settings
from ils.printing.pdf import own_fonts
from ils.web.errors import explain
from ils.web.filters import day, num
from ils.web.locale import current_language
from ils.web.session import current_session


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that is asked for; `url(rest=1)` and `url(list=1)` lead to it and to the list of what it leaves out.

    `union` is the batch whose versions are given.
    """

    label: str
    shape: Shape
    stem: str
    url: Callable[..., str]
    back_url: str
    union: int | None = None


def give(offer: Offer, ids: Sequence[int]) -> Page:
    """Give the file if everything can be carried or the rest is wanted; else say what is left out."""
    if offer.shape.form is ExportFormat.GOST_PDF:
        return _handed(_paper(offer, ids), offer)
    if request.args.get("list") == "1":
        return _handed(_told(offer, ids), offer, name=f"{offer.stem}-left-out.tsv")
    file, account = _written(offer, ids)
    if account.is_whole or request.args.get("rest") == "1":
        return _handed(file, offer)
    file.close()
    return _left_page(offer, account)


def _written(offer: Offer, ids: Sequence[int]) -> tuple[IO[bytes], Account]:
    """Write the file where only the system sees it, piece by piece."""
    account = Account()
    file = TemporaryFile()  # noqa: SIM115 - closed with the answer
    for piece in services.write(current_session(), ids, offer.shape, account, union=offer.union):
        file.write(piece)
    file.seek(0)
    return file, account


def _told(offer: Offer, ids: Sequence[int]) -> IO[bytes]:
    """Write the list of what is left out, a line each."""
    file = TemporaryFile()  # noqa: SIM115 - closed with the answer
    file.write(b"\xef\xbb\xbf" + line("record", "title", "field", "left out"))

    def note(left: Refused | LeftOut) -> None:
        reason = explain(left.code, left.facts) if isinstance(left, Refused) else left.text
        tag = "" if isinstance(left, Refused) else left.tag
        file.write(line(str(left.record_id), left.title, tag, reason))

    pieces = services.write(current_session(), ids, offer.shape, Account(), union=offer.union, note=note)
    for _piece in pieces:
        pass
    file.seek(0)
    return file


def line(*cells: str) -> bytes:
    """Return cells as a line; one that a spreadsheet would take for a formula is given an apostrophe."""
    plain = [" ".join(cell.split()) for cell in cells]
    return ("\t".join(f"'{cell}" if cell[:1] in tuple("=+-@") else cell for cell in plain) + "\r\n").encode()


def _paper(offer: Offer, ids: Sequence[int]) -> IO[bytes]:
    settings: Settings = current_app.config["ILS_SETTINGS"]
    note = " · ".join((offer.label, _("Records: %(count)s", count=num(len(ids))), day(clock.today())))
    made = services.list_pdf(
        current_session(), ids, title=_("Bibliographic list"), note=note, language=current_language(),
        at=clock.now(), fonts=own_fonts(settings.home), union=offer.union,
    )  # fmt: skip
    file = TemporaryFile()  # noqa: SIM115 - closed with the answer
    file.write(made)
    file.seek(0)
    return file


def _handed(file: IO[bytes], offer: Offer, *, name: str = "") -> Response:
    form = offer.shape.form
    kind = "text/tab-separated-values" if name else media_type(form)
    # Flask itself says the character set of text/… and of XML; said twice, some programs read neither.
    text = not name and form in (ExportFormat.BIBTEX, ExportFormat.RIS)
    answer: Response = send_file(
        file,
        mimetype=f"{kind}; charset=utf-8" if text else kind,
        as_attachment=True,
        download_name=name or file_name(offer.stem, form),
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.call_on_close(file.close)
    return answer


def _left_page(offer: Offer, account: Account) -> str:
    """Offer the rest of the file, the list, and for what is too large a format that holds everything."""
    refused = ",".join(str(each.record_id) for each in account.refusals)
    return render_template(
        "export/left.html",
        offer=offer,
        account=account,
        rest_url=offer.url(rest=1),
        list_url=offer.url(list=1),
        instead_url=url_for("export.search", ids=refused, format="marcxml") if refused else None,
    )
