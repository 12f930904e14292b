"""Which address of the net is an inner one: of this machine, of a network of the library, of nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: a network without IPv4 reaches it through these
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")


@dataclass(frozen=True, slots=True)
class Allowed:
    """Inner hosts that may be asked all the same: names as they are typed into an address, and networks."""

    names: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    def covers(self, host: str, address: Address) -> bool:
        """Tell whether an inner address of a host may be asked."""
        plain = _plain(address)
        inside = any(plain in network for network in self.networks if network.version == plain.version)
        return inside or _host(host) in self.names


NOBODY = Allowed()


def allowed_hosts(text: str) -> Allowed:
    """Read “10.2.0.0/16, 10.0.0.5, kitoblar.local”; ValueError names what is neither a network nor a host."""
    names, networks = set[str](), list[Network]()
    for entry in text.replace(",", " ").split():
        try:
            networks.append(ip_network(entry))
        except ValueError:
            name = _host(entry)
            # A name never ends in a number: 10.0.0.256 or 10.0.0.1/8 is a slip, not a host.
            if not _NAME.fullmatch(name) or name.rpartition(".")[2].isdigit():
                raise ValueError(entry) from None
            names.add(name)
    return Allowed(frozenset(names), tuple(networks))


def is_inner(address: Address) -> bool:
    """Tell whether an address leads anywhere but to the public net; an IPv4 one inside an IPv6 one counts as itself."""
    plain = _plain(address)
    if isinstance(plain, IPv6Address) and plain.is_site_local:
        return True
    return plain.is_multicast or plain.is_reserved or not plain.is_global


def inner_of(host: str, addresses: Iterable[str], allowed: Allowed) -> str:
    """Return the first address of a host that must not be asked, empty where all of them may."""
    for text in addresses:
        address = ip_address(text)
        if is_inner(address) and not allowed.covers(host, address):
            return text
    return ""


def _plain(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one stands for: mapped, 6to4, NAT64; else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else address


def _host(name: str) -> str:
    return name.strip().lower().removesuffix(".")
