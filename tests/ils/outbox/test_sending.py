"""Sending what waits: facts read anew, channels in their order, every attempt kept, nothing sent twice."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from ils.clock import at_hour
from ils.db import transaction
from ils.outbox.errors import CancelReason, DeliveryCode
from ils.outbox.models import ChannelName, MessageState
from ils.outbox.rules import PAUSES, TRIES
from ils.outbox.sending import plan_waiting, planned_channel, read_house
from ils.outbox.services import resend, set_channel_order, set_message_hours
from tests.conftest import NOON
from tests.ils.outbox.conftest import COPY, OTHER, Library
from tests.ils.outbox.servers import TOO_MANY, FakeEskiz, FakeTelegram, Provider, closed_port, silent
from tests.world import work_at


def test_a_message_goes_out_and_a_second_run_sends_nothing(
    library: Library, telegram: FakeTelegram, telegram_server: Provider
) -> None:
    library.with_telegram(telegram_server)
    number = library.queue(facts={"template": "overdue_1", "copies": [COPY]})
    assert library.send().plain() == {"messages": 1, "telegram": 1}
    assert library.send().messages == library.send(NOON + timedelta(days=1)).messages == 0
    view = library.seen(number)
    assert (view.state, view.sent_by, view.sent_at, view.attempts) == (MessageState.SENT, "telegram", NOON, 1)
    [attempt] = library.attempts(number)
    assert (attempt.ok, attempt.code, attempt.address, attempt.provider_id) == (True, "", "777", "1")
    assert telegram.sent == [(777, view.body)]
    assert library.reached == [(number, ChannelName.TELEGRAM, attempt.id)]


def test_OV_03_a_copy_returned_a_second_before_sending_is_not_written_about(library: Library) -> None:
    library.copies = [COPY, OTHER]
    both, gone = library.queue(), library.queue()
    library.copies = [OTHER]
    library.send()
    assert "Focus 5" in library.seen(both).body
    assert "Oʻtkan kunlar" not in library.seen(both).body
    assert library.seen(both).facts["copies"] == [OTHER], "the facts kept are those that were sent"
    library.copies = []
    again = library.queue(facts={"copies": [OTHER]})
    library.send()
    for number in (again,):
        view = library.seen(number)
        assert (view.state, view.cancel_reason) == (MessageState.CANCELLED, CancelReason.NOT_TRUE_ANY_MORE)
        assert library.attempts(number) == []
    assert gone


def test_OV_05_a_dead_telegram_falls_back_and_every_attempt_is_kept(
    library: Library, eskiz: FakeEskiz, eskiz_server: Provider
) -> None:
    library.set_up("telegram", "bot", {"base": f"http://127.0.0.1:{closed_port()}"}, {"token": "12:abc"})
    library.with_eskiz(eskiz_server)
    number = library.queue()
    now = NOON
    for pause in PAUSES:
        library.send(now)
        assert library.seen(number).not_before == now + pause
        assert library.send(now + pause / 2).messages == 0
        now += pause
    library.send(now)
    assert library.tried(number) == [("telegram", DeliveryCode.NO_CONNECTION)] * TRIES + [("sms", "")]
    assert library.seen(number).sent_by == "sms"
    assert [sent["mobile_phone"] for sent in eskiz.sent] == ["998901234567"]


def test_OV_05_whom_the_bot_cannot_reach_is_written_to_by_the_next_channel_at_once(
    library: Library, telegram: FakeTelegram, telegram_server: Provider, eskiz_server: Provider
) -> None:
    telegram.blocked.add(777)
    library.with_telegram(telegram_server)
    library.with_eskiz(eskiz_server)
    number = library.queue()
    library.send()
    assert library.tried(number) == [("telegram", DeliveryCode.BLOCKED), ("sms", "")]


def test_OV_05_when_everything_electronic_fails_a_letter_lies_in_the_tray(
    library: Library, telegram_server: Provider
) -> None:
    library.with_telegram(telegram_server)
    library.addresses |= {"telegram": "not a number", "sms": "", "email": ""}
    number = library.queue()
    library.send()
    view = library.seen(number)
    assert (view.state, view.sent_at) == (MessageState.TO_PRINT, None)
    assert library.tried(number) == [("telegram", DeliveryCode.ADDRESS_WRONG), ("letter", "")]
    assert library.reached == [], "a letter has gone out when it was printed"


def test_OV_05_letters_and_calls_need_no_line_and_no_setting(library: Library) -> None:
    by_letter, by_call = library.queue(), library.queue(channels=["call", "letter"])
    library.send()
    assert library.seen(by_letter).state is MessageState.TO_PRINT
    assert library.seen(by_call).state is MessageState.TO_CALL


def test_OV_05_the_order_is_the_messages_the_readers_or_the_librarys(
    library: Library, session: Session
) -> None:
    library.own = ("call",)
    own, readers = library.queue(channels=["letter"]), library.queue()
    library.send()
    library.own = ()
    with transaction(session):
        set_channel_order(session, work_at(NOON), order=["call", "letter"])
    librarys = library.queue()
    library.send()
    assert [library.seen(each).state for each in (own, readers, librarys)] == [
        MessageState.TO_PRINT, MessageState.TO_CALL, MessageState.TO_CALL,
    ]  # fmt: skip


def test_OV_05_when_all_channels_have_failed_the_message_says_so(
    library: Library, telegram_server: Provider
) -> None:
    library.with_telegram(telegram_server)
    library.addresses = {"telegram": "nobody"}
    number = library.queue(channels=["telegram"])
    library.send()
    view = library.seen(number)
    assert (view.state, view.cancel_reason) == (MessageState.FAILED, CancelReason.ALL_CHANNELS_FAILED)
    with transaction(library.session) as session:
        resend(session, work_at(NOON), message_id=number)
    library.addresses = {"telegram": "777"}
    library.send()
    assert library.seen(number).state is MessageState.SENT
    assert len(library.attempts(number)) == 2, "what was tried before stays"


def test_a_reader_without_any_address_gets_a_letter_to_be_handed_over(library: Library) -> None:
    library.addresses = {}
    number = library.queue()
    library.send()
    assert library.seen(number).state is MessageState.TO_PRINT
    library.turn_off("letter")
    nobody = library.queue()
    library.send()
    assert library.seen(nobody).cancel_reason == CancelReason.NO_CHANNEL
    assert library.seen(nobody).state is MessageState.FAILED


def test_a_letter_that_was_asked_for_is_written_though_there_is_a_telephone_and_no_address(
    library: Library,
) -> None:
    library.addresses = {"call": "+998901234567"}
    asked, usual = library.queue(channels=["letter", "call"]), library.queue()
    library.send()
    assert library.seen(asked).state is MessageState.TO_PRINT
    assert library.seen(usual).state is MessageState.TO_CALL


def test_a_notice_that_suits_no_letter_is_dropped_and_is_no_failure(library: Library) -> None:
    number = library.queue(kind="session")
    library.send()
    view = library.seen(number)
    assert (view.state, view.cancel_reason) == (MessageState.CANCELLED, CancelReason.NO_CHANNEL)


def test_too_many_requests_are_answered_with_patience(
    library: Library, telegram: FakeTelegram, telegram_server: Provider
) -> None:
    telegram.troubles = [TOO_MANY]
    library.with_telegram(telegram_server)
    number = library.queue()
    library.send()
    assert library.seen(number).not_before == NOON + timedelta(seconds=900)
    library.send(NOON + timedelta(seconds=900))
    assert library.tried(number) == [("telegram", DeliveryCode.BUSY), ("telegram", "")]


def test_a_line_found_dead_is_not_waited_for_by_every_message(library: Library) -> None:
    with silent() as port:
        library.set_up(
            "telegram", "bot", {"base": f"http://127.0.0.1:{port}", "timeout": "1"}, {"token": "12:abc"}
        )
        numbers = [library.queue() for _each in range(5)]
        library.send()
    codes = [library.tried(number)[0][1] for number in numbers]
    assert codes == [DeliveryCode.NO_CONNECTION] * 2 + [DeliveryCode.CHANNEL_DOWN] * 3
    assert library.attempts(numbers[0])[0].detail == "timed out"


def test_a_wrong_token_is_found_out_once_and_everybody_goes_on_to_the_next_channel(
    library: Library, telegram: FakeTelegram, telegram_server: Provider
) -> None:
    telegram.token = "another"
    library.with_telegram(telegram_server)
    numbers = [library.queue() for _each in range(3)]
    library.send()
    assert len(telegram_server.asked) == 1
    for number in numbers:
        assert library.tried(number) == [("telegram", DeliveryCode.LOGIN_REFUSED), ("letter", "")]


def test_a_kind_that_nobody_knows_is_not_sent_blindly(library: Library) -> None:
    number = library.queue(kind="something_else")
    library.send()
    assert library.seen(number).cancel_reason == CancelReason.SOURCE_UNKNOWN


def test_at_night_people_sleep_and_letters_do_not_mind(
    library: Library, session: Session, telegram_server: Provider
) -> None:
    library.with_telegram(telegram_server)
    night = at_hour(NOON.date(), 23)
    number, letter = library.queue(night), library.queue(night, channels=["letter"])
    library.send(night)
    view = library.seen(number)
    assert (view.state, view.attempts) == (MessageState.QUEUED, 0)
    assert view.not_before == at_hour(NOON.date() + timedelta(days=1), 8)
    assert library.seen(letter).state is MessageState.TO_PRINT
    early = library.queue(at_hour(NOON.date(), 3))
    library.send(at_hour(NOON.date(), 3))
    assert library.seen(early).not_before == at_hour(NOON.date(), 8)
    by_hand = library.queue(night)
    library.send(night, keep_hours=False)
    assert library.seen(by_hand).state is MessageState.SENT
    with transaction(session):
        set_message_hours(session, work_at(NOON), first=0, last=24)
    round_the_clock = library.queue(night)
    library.send(night)
    assert library.seen(round_the_clock).state is MessageState.SENT


def test_a_run_can_be_stopped_between_two_messages_and_says_how_far_it_is(library: Library) -> None:
    numbers = [library.queue() for _each in range(3)]
    told: list[tuple[int, int]] = []
    asked: list[int] = []

    def after_two() -> bool:
        asked.append(1)
        return len(asked) > 2

    counts = library.send(stop=after_two, tell=lambda done, total: told.append((done, total)))
    assert counts.messages == 2
    assert told == [(1, 3), (2, 3)]
    assert library.seen(numbers[2]).state is MessageState.QUEUED


def test_OV_08_a_dry_run_says_what_would_be_sent_and_changes_nothing(
    library: Library, telegram: FakeTelegram, telegram_server: Provider, session: Session
) -> None:
    library.with_telegram(telegram_server)
    number = library.queue(facts={"copies": [COPY, OTHER]})
    nobody = library.queue(kind="something_else")
    [planned, unknown] = plan_waiting(session, library.sources(), now=NOON)
    assert (planned.message_id, planned.channel, planned.address, planned.name) == (
        number,
        "telegram",
        "777",
        "Karimov Anvar",
    )
    assert "Focus 5" not in planned.body, "as it would be said now"
    assert (unknown.message_id, unknown.reason) == (nobody, CancelReason.SOURCE_UNKNOWN)
    library.copies = []
    assert plan_waiting(session, library.sources(), now=NOON)[0].reason == CancelReason.NOT_TRUE_ANY_MORE
    assert telegram.sent == library.attempts(number) == []
    assert library.seen(number).attempts == 0


def test_OV_08_the_channel_for_somebody_can_be_told_before_there_is_a_message(
    library: Library, telegram_server: Provider
) -> None:
    library.with_telegram(telegram_server)
    house = read_house(library.session)
    choice = planned_channel(house, kind="overdue", recipient=library.person(), now=NOON)
    assert (choice.channel, choice.address, choice.reason) == ("telegram", "777", None)
    library.addresses = {}
    assert (
        planned_channel(house, kind="session", recipient=library.person(), now=NOON).reason
        == CancelReason.NO_CHANNEL
    )


def test_OV_04_a_message_is_in_the_readers_language_and_script_on_every_channel(
    library: Library, eskiz: FakeEskiz, eskiz_server: Provider
) -> None:
    library.with_eskiz(eskiz_server)
    library.own, library.language = ("sms",), "uz_Cyrl"
    library.queue(facts={"template": "overdue_1", "copies": [COPY]})
    library.send()
    library.language = "ru"
    library.queue(facts={"copies": [COPY]})
    library.send()
    cyrillic, russian = (sent["message"] for sent in eskiz.sent)
    assert "муддати" in cyrillic
    assert "Верните" in russian
    assert "O'tkan kunlar" in cyrillic, "a title stays as it is written, with the plain apostrophe"


def test_a_library_may_send_uzbek_sms_in_latin_letters_only(
    library: Library, eskiz: FakeEskiz, eskiz_server: Provider
) -> None:
    library.with_eskiz(eskiz_server, latin="1")
    library.own, library.language = ("sms",), "uz_Cyrl"
    library.queue()
    library.send()
    assert "sizda 1 ta kitob bor" in eskiz.sent[0]["message"]
