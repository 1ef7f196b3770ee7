"""Every known message is read from the line that its program writes."""

import pytest

from fix502.parsers import (
    containers,
    database_connections,
    database_statements,
    proxies,
    servers,
    startup,
)
from fix502.parsers.patterns import Catalogue, Pattern

ALL: tuple[Pattern, ...] = (
    *containers.PATTERNS,
    *database_connections.PATTERNS,
    *database_statements.PATTERNS,
    *proxies.PATTERNS,
    *servers.PATTERNS,
    *servers.LIFE,
    *servers.LISTENING,
    *startup.PATTERNS,
)


@pytest.mark.parametrize("pattern", ALL, ids=lambda pattern: f"{pattern.subject}: {pattern.words[0]}")
def test_pattern_when_given_its_sample_then_reads_it(pattern: Pattern) -> None:
    assert [hit.pattern for hit in Catalogue([pattern]).hits(pattern.sample)] == [pattern]


def test_words_when_listed_then_are_lower_case() -> None:
    assert [pattern.words for pattern in ALL if any(word != word.lower() for word in pattern.words)] == []


def test_hits_when_several_match_then_keep_the_catalogue_s_order() -> None:
    line = 'password authentication failed for user "a"; fe_sendauth: no password supplied'
    catalogue = Catalogue(database_connections.PATTERNS)
    places = [database_connections.PATTERNS.index(hit.pattern) for hit in catalogue.hits(line)]
    assert len(places) == 2
    assert places == sorted(places)
