"""Everything the library can do that counts: `area:subject:verb`."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of activity. A value, once written to a database, never changes its meaning."""

    RECORD_CREATE = "catalog:record:create"  # source: original | imported
    RECORD_CLASSIFY = "catalog:record:classify"  # the first class mark a record ever gets
    CLASS_MARK = "catalog:record:class_mark"  # the first of a scheme; source: udc | bbk | …
    ANALYTIC_CREATE = "catalog:analytic:create"  # a part of something larger; source as of a record
    CARD_INDEX_ADD = "catalog:card_index:add"  # source: the code of the card index
    CHRONICLE_SEND = (
        "catalog:chronicle:send"  # a record of the district chronicle sent to the national library
    )
    DIGITAL_LINK = "catalog:digital:link"  # a file or link tied to a record
    DIGITAL_PUBLISH = "catalog:digital:publish"  # a full text that readers can open
    UNION_ACCEPT = "catalog:union:accept"  # a record taken by the union catalogue, once a year
    ACCESSION = "catalog:accession:approve"  # amount: copies of a line; source: where they come from
    ITEM_ADD = "catalog:item:add"
    ITEM_WITHDRAW = "catalog:item:withdraw"
    PATRON_REGISTER = "circulation:patron:register"  # RG-01, first ever
    PATRON_REREGISTER = "circulation:patron:reregister"  # RG-01, first service of a new year
    VISIT = "circulation:visit:count"  # VS-01
    LOAN_OPEN = "circulation:loan:open"
    LOAN_RENEW = "circulation:loan:renew"  # channel tells who asked: desk | web | auto
    LOAN_CLOSE = "circulation:loan:close"
    ROOM_USE = (
        "circulation:item:used_in_room"  # CI-02: a copy found on the tables, where the desk counts them
    )
    HOLD_PLACE = "circulation:hold:place"
    HOLD_SHELF = "circulation:hold:set_aside"  # a copy set aside for the first of the queue
    LOSS_REPORT = "circulation:loss:report"
    LOSS_SETTLE = "circulation:loss:settle"  # source: replacement | compensation | found | forgiven
    PAYMENT = "circulation:charge:pay"  # amount: soʻm; source: the method
    OVERDUE_NOTICE = (
        "circulation:overdue:notice"  # a loan written about; source: the channel that reached the reader
    )
    OVERDUE_CALL = "circulation:overdue:call"  # a reader called; source: the outcome
    EXHIBITION_ITEM = "foreign_fund:exhibition:item_out"
    EXHIBITION_OPEN = "foreign_fund:exhibition:open"
    EVENT_HOLD = "circulation:event:hold"  # source: the type of the event
    POINT_SERVE = "circulation:point:serve"  # a trip with at least one exchange; subject: the point
    POINT_ISSUE = "circulation:point:issue"  # copies given out at a point without a scan
    PAID_SERVICE = "circulation:paid:receive"  # amount: soʻm; source: the code of the price list
    PAGES_SCAN = "catalog:scan:pages"  # amount: pages; source: order | plan | rare
    RARE_DIGITISE = "catalog:scan:rare"  # a work of the rare fund digitised whole
    REMOTE_DELIVER = "catalog:remote:deliver"  # a document; source: local | foreign | library
    QR_PLACE = "catalog:qr:place"
    DOCUMENT_FILE = "registers:document:file"  # source: the type of the document
    METHOD_HELP = "registers:method_help:give"  # one library, one day; source: the form
    PROJECT_START = "registers:project:start"
    AID_FINISH = "registers:aid:finish"  # a bibliographic aid or local-history resource; source: its type
    OWN_PUBLICATION = "registers:own_publication:publish"
    POST_PUBLISH = "registers:post:publish"  # source: the network
    MEDIA_APPEAR = "registers:media:appear"
    TRAINING_HOLD = "registers:training:hold"
    AGREEMENT_SIGN = "registers:agreement:sign"  # source: foreign | local
    DELEGATION_RECEIVE = "registers:delegation:receive"  # amount: persons
    ABROAD_TAKE_PART = "registers:abroad:take_part"  # an event of others, abroad or on-line; source: its type
    RENT_RECEIVE = "registers:rent:receive"  # amount: soʻm
    OTHER_WORK = "registers:other:do"
    STOCKTAKE_CLOSE = "registers:stocktake:close"
    QUESTION_ANSWER = "registers:question:answer"  # source: address | fact | topic | clarify
    REFUSAL_NOTE = "registers:refusal:note"  # source: why
    HELP_GIVE = "registers:help:give"
    COPY_MAKE = "registers:copy:make"  # amount: pages
    CALL_TAKE = "registers:call:take"
    SURVEY_CLOSE = "surveys:survey:close"
    QUARTER_CLOSE = "workplan:quarter:close"


class Channel(StrEnum):
    """The way by which an act reached the library."""

    DESK = "desk"
    WEB = "web"
    KIOSK = "kiosk"
    TELEPHONE = "telephone"
    TELEGRAM = "telegram"
    COMMAND = "command"
    AUTOMATIC = "automatic"


class Source(StrEnum):
    """Where the thing acted upon came from."""

    ORIGINAL = "original"
    IMPORTED = "imported"
    CARD = "card"
    LOAN = "loan"
    TALLY = "tally"
    KIOSK = "kiosk"
    GROUP = "group"
    EVENT = "event"
    FIELD = "field"  # this and the next three: types of events beside `event` (EVENT_HOLD)
    CLUB = "club"
    EXCURSION = "excursion"
    TRAINING = "training"
    # Card indexes that a new library has (CARD_INDEX_ADD); others carry the library's own codes.
    PROFESSIONAL_PRESS = "professional_press"
    CHRONICLE = "chronicle"
    UZBEKISTANIKA = "uzbekistanika"
    LOCAL_HISTORY = "local_history"
    OWN_PUBLICATIONS = "own_publications"
    # Schemes of classification (CLASS_MARK); others carry the code of MARC 084 $2.
    UDC = "udc"
    BBK = "bbk"
    DDC = "ddc"
    LCC = "lcc"
    LEGAL_DEPOSIT = "legal_deposit"
    PURCHASE = "purchase"
    SUBSCRIPTION = "subscription"
    EXCHANGE = "exchange"
    GIFT_PERSON = "gift_person"
    GIFT_ORGANISATION = "gift_organisation"
    REPLACEMENT = "replacement"
    CORRECTION = "correction"  # a copy taken back by an act that corrects another
