"""No test reaches beyond this machine: a connection to anything but loopback is an error."""

import ipaddress
import sys

HERE = frozenset({"", "localhost", "localhost.localdomain", "ip6-localhost"})


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) and address else ""
    elif event == "socket.getaddrinfo":
        host = arguments[0] or ""
    else:
        return
    host = host.decode() if isinstance(host, bytes) else str(host)
    if host not in HERE and not _loopback(host):
        raise RuntimeError(f"a test reaches for `{host}`; only this machine may be reached")


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


sys.addaudithook(_refuse)
