"""Which addresses are on the public internet; every other one is refused, whatever its name looked like.

Names and spellings are never judged: a list of forbidden hosts misses `127.1`, `0x7f000001` and any name that somebody points inwards.
What is judged is the address that would be dialled.
"""

from __future__ import annotations

import ipaddress

__all__ = ["why_refused"]

_REASONS = (
    ("0.0.0.0/8", "stands for this machine"),
    ("10.0.0.0/8", "is private"),
    ("100.64.0.0/10", "is shared behind a provider's router"),
    ("127.0.0.0/8", "is this machine"),
    ("169.254.0.0/16", "is link-local, where cloud machines keep their secrets"),
    ("172.16.0.0/12", "is private"),
    ("192.0.0.0/24", "is reserved for protocols"),
    ("192.88.99.0/24", "was the relay from IPv6 to IPv4"),
    ("192.168.0.0/16", "is private"),
    ("224.0.0.0/4", "is multicast"),
    ("240.0.0.0/4", "is reserved"),
    ("::/128", "stands for this machine"),
    ("::1/128", "is this machine"),
    ("::ffff:0:0/96", "is an IPv4 address in disguise"),
    ("::/96", "is an IPv4 address in disguise"),
    ("64:ff9b::/96", "is an IPv4 address behind a translator"),
    ("64:ff9b:1::/48", "is an IPv4 address behind a translator"),
    ("2001::/32", "is an IPv4 address in a tunnel"),
    ("2002::/16", "is an IPv4 address in a tunnel"),
    ("fc00::/7", "is private"),
    ("fe80::/10", "is link-local"),
    ("fec0::/10", "is private"),
    ("ff00::/8", "is multicast"),
)
_REFUSED = tuple((ipaddress.ip_network(network), reason) for network, reason in _REASONS)
# All that has been given out so far; what lies outside is refused before anybody has a use for it.
_GIVEN_OUT = ipaddress.ip_network("2000::/3")


def why_refused(address: str) -> str:
    """Return why an address must not be dialled, or nothing for one on the public internet.

    >>> why_refused("127.0.0.1"), why_refused("::ffff:10.0.0.1"), why_refused("9.9.9.9"), why_refused("2620:fe::fe")
    ('is this machine', 'is an IPv4 address in disguise', '', '')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "is no address"
    reasons = (reason for network, reason in _REFUSED if found.version == network.version and found in network)
    if reason := next(reasons, ""):
        return reason
    if isinstance(found, ipaddress.IPv6Address) and (found not in _GIVEN_OUT or found.scope_id):
        return "is not on the public internet"
    return "" if found.is_global and not (found.is_multicast or found.is_reserved) else "is not on the public internet"
