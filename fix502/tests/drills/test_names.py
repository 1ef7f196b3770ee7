import socket
import struct
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from fix502.drills.names import NameServer, answer

A, AAAA = 1, 28


def query(name: str, kind: int = A) -> bytes:
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return (
        b"\x12\x34" + struct.pack("!HHHHH", 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!HH", kind, 1)
    )


def addresses(name: str) -> Sequence[str]:
    return {"srv-captain--shop": ["127.70.2.10", "127.70.2.11"]}.get(name, [])


def test_answer_when_the_name_has_containers_then_it_lists_their_addresses() -> None:
    reply = answer(query("srv-captain--shop"), addresses)
    assert reply[:2] == b"\x12\x34"
    assert struct.unpack("!H", reply[6:8])[0] == 2
    assert reply.endswith(socket.inet_aton("127.70.2.11"))


def test_answer_when_the_name_has_none_then_it_does_not_exist() -> None:
    assert answer(query("srv-captain--gone"), addresses)[3] & 0x0F == 3


def test_answer_when_asked_for_ipv6_then_the_name_exists_without_an_address() -> None:
    reply = answer(query("srv-captain--shop", AAAA), addresses)
    assert reply[3] & 0x0F == 0
    assert struct.unpack("!H", reply[6:8])[0] == 0


@given(st.binary(max_size=64))
def test_answer_when_bytes_are_no_query_then_it_does_not_fail(data: bytes) -> None:
    assert isinstance(answer(data, addresses), bytes)


def test_name_server_when_asked_over_udp_then_it_answers() -> None:
    server = NameServer("127.0.0.1", addresses)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(20)
        client.sendto(query("srv-captain--shop"), ("127.0.0.1", server.port))
        reply = client.recv(512)
    server.close()
    assert socket.inet_aton("127.70.2.10") in reply
