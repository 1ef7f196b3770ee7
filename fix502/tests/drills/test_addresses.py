import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fix502.drills.addresses import AddressPair, Subnet, Translation
from fix502.drills.errors import SandboxError

PAIR = AddressPair("127.70.2.10", "127.70.3.10")
TRANSLATION = Translation(own=PAIR, names={"srv-captain--postgres-db": "127.70.2.11"})


def test_subnet_when_two_are_open_then_they_share_no_address() -> None:
    first, second = Subnet(), Subnet()
    networks = {ipaddress.ip_network(f"{net.pair().outer}/24", strict=False) for net in (first, second)}
    first.close()
    second.close()
    assert len(networks) == 2


def test_subnet_when_a_pair_is_handed_out_then_both_addresses_can_be_bound(subnet: Subnet) -> None:
    pair = subnet.pair()
    for address in (pair.outer, pair.inner):
        with socket.socket() as listener:
            listener.bind((address, 0))


def test_subnet_when_it_is_used_up_then_it_says_so(subnet: Subnet) -> None:
    for _ in range(244):
        subnet.pair()
    with pytest.raises(SandboxError, match="more than 244 containers"):
        subnet.pair()


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        ("0.0.0.0:80", "127.70.2.10:80"),
        ("http://127.0.0.1:8000/", "http://127.70.3.10:8000/"),
        ("srv-captain--postgres-db", "127.70.2.11"),
        ("gunicorn --bind 0.0.0.0:8000 site:app", "gunicorn --bind 127.70.2.10:8000 site:app"),
    ],
)
def test_translation_when_text_goes_in_and_out_then_it_is_the_same(inside: str, outside: str) -> None:
    assert TRANSLATION.inward(inside) == outside
    assert TRANSLATION.outward(outside) == inside


@pytest.mark.parametrize(
    "text",
    [
        "srv-captain--postgres-db2",
        "my-srv-captain--postgres-db",
        "10.0.0.0.0",
        "127.0.0.12",
        "localhost.example",
    ],
)
def test_translation_when_a_name_only_looks_alike_then_it_stays(text: str) -> None:
    assert TRANSLATION.inward(text) == text


@pytest.mark.parametrize("text", ["127.70.2.101", "127.70.2.10.5", "1127.70.2.10"])
def test_translation_when_an_address_only_begins_alike_then_the_log_line_stays(text: str) -> None:
    assert TRANSLATION.outward(text) == text


@given(st.text())
def test_translation_when_a_line_holds_no_address_then_nothing_is_lost(text: str) -> None:
    assert TRANSLATION.outward(text) == text or "127.70." in text
