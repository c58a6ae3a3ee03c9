"""Which addresses a picture may come from: public ones, or those of a host allowed by name."""

import socket
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from mmrec.errors import DataError

Resolve = Callable[[str, int], list[str]]  # a name and a port to addresses; raises gaierror
# Beside what Python knows, which differs from version to version: protocol assignments, old tunnels
# to IPv4, a network's own translation of it, site-local, the metadata service of a large cloud.
_INSIDE = [
    ip_network(text)
    for text in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "168.63.129.16/32",
        "2001::/23",
        "2002::/16",
        "64:ff9b:1::/48",
        "fec0::/10",
    )
]
_TRANSLATED = ip_network("64:ff9b::/96")  # IPv4 as networks of IPv6 alone see it (RFC 6052)


def addresses_of(name: str, port: int) -> list[str]:
    """What the system says that a name stands for, each address once.

    Raises:
        socket.gaierror: no such name, or nobody could be asked.
    """
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def is_public(text: str) -> bool:
    """Is this the address of a machine on the open net?

    Not so: private, loopback, link-local (clouds answer there with secrets), carrier-grade NAT,
    reserved, multicast, unspecified; nor one of IPv6 that holds such a one of IPv4.
    """
    address = _unwrapped(ip_address(text))
    refused = address.is_multicast or address.is_reserved or any(address in net for net in _INSIDE)
    return address.is_global and not refused


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address


class Doorkeeper:
    """Turns names into addresses that may be connected to.

    Args:
        allowed: `NAME` (any port) or `NAME:PORT`, whose addresses may be private.
        resolve: in place of the system's own.
    """

    def __init__(self, allowed: Iterable[str], resolve: Resolve = addresses_of) -> None:
        self._allowed = frozenset(allowed)
        self._resolve = resolve

    def addresses(self, host: str, port: int) -> list[str]:
        """All addresses of a host, as they are at this moment: connect to these, not to the name.

        Raises:
            DataError: one of them is not public, and the host is not allowed by name.
            socket.gaierror: there are none.
        """
        found = self._resolve(host.strip("[]"), port)
        if not self._allowed.isdisjoint((host, f"{host}:{port}")):
            return found
        for address in found:
            if not is_public(address):
                raise DataError(
                    f"{host}: leads to {address}, which is not a public address",
                    f"If that is meant, allow it with `--allow-host {host}`.",
                )
        return found
