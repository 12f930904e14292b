"""MARC-in-JSON in its shapes, and what becomes of broken files."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog.marc import MarcError, Profile
from tests.catalog.marc.builders import codes, read_bytes, read_one, text_of

LEADER = "00000nam a2200000 i 4500"


def told(title: str = "Бир", **more: Any) -> dict[str, Any]:
    return {
        "leader": LEADER,
        "fields": [
            {"001": "1"},
            {"245": {"ind1": "1", "ind2": "0", "subfields": [{"a": title}, {"b": "x"}]}},
        ],
        **more,
    }


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([told("A"), told("B")]).encode(),
        json.dumps([told("A"), told("B")], indent=2, ensure_ascii=False).encode(),
        (json.dumps(told("A")) + "\n" + json.dumps(told("B")) + "\n").encode(),
        (json.dumps(told("A")) + json.dumps(told("B"))).encode(),
        json.dumps({"total": 2, "records": [told("A"), told("B")], "next": None}).encode(),
        json.dumps([{"fields": told(t)["fields"], "leader": LEADER} for t in "AB"]).encode(),
        json.dumps([{"id": 7, "kind": "bib", **told(t)} for t in "AB"]).encode(),
    ],
)
def test_array_lines_single_and_wrapped(data: bytes) -> None:
    found = read_bytes(data)
    assert [text_of(one, "245", "a") for one in found] == ["A", "B"]
    assert [codes(one) for one in found] == [(set(), set())] * 2
    assert all(data[one.offset : one.offset + len(one.raw)] == one.raw for one in found)
    assert (found[0].position, found[1].position, found[0].profile) == (1, 2, Profile.MARC21)


@pytest.mark.parametrize(
    "fields",
    [
        {"fields": [["001", "1"], ["245", "1", "0", [["a", "A"], ["b", "x"]]]]},
        {"fields": [{"tag": "001", "data": "1"},
                    {"tag": "245", "ind1": "1", "ind2": "0", "subfields": [{"code": "a", "data": "A"}]}]},
        {
            "controlfield": [{"tag": "001", "content": "1"}],
            "datafield": {"tag": "245", "ind1": "1", "ind2": "0", "subfield": {"code": "a", "content": "A"}},
        },
    ],
)  # fmt: skip
def test_shapes_of_other_programs(fields: dict[str, Any]) -> None:
    found = read_one(json.dumps({"leader": LEADER, **fields}).encode())
    assert found.record is not None
    assert found.record["001"].data == "1"
    assert "".join(found.record["245"].indicators or "") == "10"
    assert text_of(found, "245", "a") == "A"
    assert codes(found) == (set(), set())


def test_repeated_keys_are_all_kept() -> None:
    twice = b'{"650":{"ind1":" ","ind2":" ","subfields":[{"a":"x","a":"y"}]},"650":{"subfields":[{"a":"z"}]}}'
    data = b'{"leader":"%s","fields":[' + twice + b"]}"
    found = read_one(data % LEADER.encode())
    assert found.record is not None
    assert [field.get_subfields("a") for field in found.record.fields] == [["x", "y"], ["z"]]


def test_a_broken_record_costs_only_itself() -> None:
    good, broken = json.dumps(told("A")), json.dumps(told("B"))[:-9]
    data = f"[{good},\n{broken},\n{good}]".encode()
    found = read_bytes(data)
    assert [one.record is not None for one in found] == [True, False, True]
    assert codes(found[1])[1] == {"broken_json"}
    assert found[1].raw == broken.rstrip().encode()


def test_a_cut_off_file() -> None:
    data = json.dumps([told("A"), told("B")]).encode()[:-30]
    first, cut = read_bytes(data)
    assert first.record is not None
    assert (cut.record, codes(cut)[1]) == (None, {"broken_json"})


def test_objects_that_are_no_records_are_kept_and_told() -> None:
    data = (json.dumps(told("A")) + '{"hello": ["world"]}' + json.dumps(told("B")) + "oops").encode()
    found = read_bytes(data)
    assert [one.record is not None for one in found] == [True, False, True, False]
    assert [codes(one)[1] for one in found[1::2]] == [{"no_fields"}, {"broken_json"}]
    assert b"".join(one.raw for one in found) == data


def test_line_ends_inside_values_are_taken_and_told() -> None:
    found = read_one(json.dumps(told("A\nB")).replace("\\n", "\n").encode())
    assert text_of(found, "245", "a") == "A\nB"
    assert codes(found)[1] == {"control_characters"}


def test_half_characters_and_lost_codes() -> None:
    fields = [{"500": {"subfields": [{"": "bare"}, {"ab": "long"}, {"c": "\ud800"}]}}, {"2": "x"}]
    found = read_one(json.dumps({"leader": "short", "fields": fields}).encode())
    assert found.record is not None
    assert found.record["500"].subfields == [("?", "bare"), ("?", "ab long"), ("c", "\ufffd")]
    assert found.record.fields[1].tag == "002"
    assert codes(found) == ({"leader_mended"}, {"invalid_bytes", "subfield_without_code"})


def test_a_leader_alone_is_no_record() -> None:
    assert codes(read_one(b'{"leader":"00000nam a2200000 i 4500"}'))[1] == {"no_fields"}


def test_only_a_wrapper() -> None:
    with pytest.raises(MarcError) as refused:
        read_bytes(b'[{"fields_of_work": [], "leader_of": 1}]')
    assert refused.value.facts["looks_like"] == "json"


def test_json_in_an_old_character_set() -> None:
    data = json.dumps(told("Дни минувшего столетия"), ensure_ascii=False).encode("cp1251")
    found = read_one(data)
    assert (found.charset, text_of(found, "245", "a")) == ("cp1251", "Дни минувшего столетия")
    assert codes(found) == ({"charset_guessed"}, set())
    assert text_of(read_one(data, charset="cp866"), "245", "a") != "Дни минувшего столетия"
