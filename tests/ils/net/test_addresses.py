"""Which addresses are inner ones, and what the setting allows."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from ils.net.addresses import NOBODY, allowed_hosts, inner_of, is_inner

pytestmark = pytest.mark.engine_free

INNER = [
    "127.0.0.1", "127.8.8.8", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "0.0.0.0",  # noqa: S104
    "169.254.169.254", "100.64.0.1", "224.0.0.1", "224.0.1.1", "239.1.1.1", "255.255.255.255", "240.0.0.1",
    "192.0.2.1", "198.18.0.1",
    "::", "::1", "fe80::1", "fe80::1%2", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "ff0e::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:0", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001::1",
]  # fmt: skip
OUTER = [
    "8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "192.167.1.1", "11.0.0.1", "100.63.0.1", "100.128.0.1",
    "169.253.1.1", "223.255.255.254", "2a00:1450:4001:800::200e", "2606:4700::1111", "::ffff:8.8.8.8",
    "64:ff9b::808:808", "2002:808:808::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INNER)
def test_an_inner_address(address: str) -> None:
    assert is_inner(ip_address(address))
    assert inner_of("a.example", ["8.8.8.8", address], NOBODY) == address


@pytest.mark.parametrize("address", OUTER)
def test_an_address_of_the_world(address: str) -> None:
    assert not is_inner(ip_address(address))
    assert inner_of("a.example", [address], NOBODY) == ""


@pytest.mark.parametrize(
    ("setting", "host", "address", "asked"),
    [
        ("10.2.0.0/16", "a.example", "10.2.3.4", True),
        ("10.2.0.0/16", "a.example", "10.3.0.1", False),
        ("10.2.0.0/16", "a.example", "::ffff:10.2.3.4", True),
        ("10.0.0.5", "a.example", "10.0.0.5", True),
        ("10.0.0.5", "a.example", "10.0.0.6", False),
        ("fd00::/8", "a.example", "fd12::1", True),
        ("fd00::/8", "a.example", "10.0.0.1", False),
        ("Kitoblar.local.", "kitoblar.LOCAL", "10.0.0.1", True),
        ("kitoblar.local", "kitoblar.local.", "10.0.0.1", True),
        ("kitoblar.local", "evil.kitoblar.local", "10.0.0.1", False),
        ("kitoblar.local", "a.example", "10.0.0.1", False),
        ("10.2.0.0/16, kitoblar 10.9.0.1", "kitoblar", "192.168.0.1", True),
        ("", "kitoblar", "192.168.0.1", False),
    ],
)
def test_what_the_library_allows(setting: str, host: str, address: str, asked: bool) -> None:
    assert inner_of(host, [address], allowed_hosts(setting)) == ("" if asked else address)


@pytest.mark.parametrize(
    "entry",
    [
        "10.0.0.256",
        "10.0.0.1/8",
        "10.0.0.0/33",
        "http://a.local",
        "a/b",
        "['10.0.0.1']",
        "*.local",
        ".",
        "a:80",
    ],
)
def test_a_slip_in_the_setting_is_named(entry: str) -> None:
    with pytest.raises(ValueError) as problem:  # noqa: PT011 - the text is looked at below
        allowed_hosts(f"10.0.0.1, {entry}")
    assert str(problem.value) == entry
