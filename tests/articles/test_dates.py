"""Dates keep their precision, and nothing invents one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.articles.dates import date_from_dateline, date_from_url, date_key, parse_date, parse_written_date, read_field


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025", "2025"),
        ("2025-05", "2025-05"),
        ("2025-05-30", "2025-05-30"),
        ("2025-05-30T09:00Z", "2025-05-30T09:00:00+00:00"),
        ("2025-05-30 09:00:00.123 UTC", "2025-05-30T09:00:00+00:00"),
        ("2025-05-30T09:00:00+0530", "2025-05-30T09:00:00+05:30"),
        ("2025-05-30T09:00:00", "2025-05-30"),
        ("2025-13", None),
        ("2025-02-29", None),
        ("2025-05-30T25:00:00", None),
        ("30.05.2025", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_iso_dates(value: str, expected: str | None) -> None:
    """Every precision is a value; a time without zone leaves the day."""
    assert parse_date(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("May 30, 2025", "2025-05-30"),
        ("30 May 2025", "2025-05-30"),
        ("Published 3rd Sept. 2025 at noon", "2025-09-03"),
        ("Fri, 30 May 2025 09:00:00 GMT", "2025-05-30T09:00:00+00:00"),
        ("05/06/2025", None),
        ("May 2025", None),
    ],
)
def test_written_dates(value: str, expected: str | None) -> None:
    """Figures that could be day or month are left alone."""
    assert parse_written_date(value) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://gazette.example/2025/05/30/oster", "2025-05-30"),
        ("https://gazette.example/2025/may/30/oster", "2025-05-30"),
        ("https://gazette.example/oster-2025-05-30.html", "2025-05-30"),
        ("https://gazette.example/20250530/oster", "2025-05-30"),
        ("https://gazette.example/2025/05/oster", "2025-05"),
        ("https://gazette.example/2025/13/45/oster", None),
        ("https://gazette.example/article/12345678", None),
        ("https://gazette.example/?d=2025/05/30", None),
        ("https://[", None),
        (None, None),
    ],
)
def test_dates_in_addresses(url: str | None, expected: str | None) -> None:
    """Only a path that names a day or month of the web's years counts."""
    assert date_from_url(url) == expected


@pytest.mark.parametrize(
    ("text", "url", "expected"),
    [
        ("Oster, May 30 (Norland Wire) The mill closed in 2025.", None, "2025-05-30"),
        ("OSTER, 30 May 2025 - The mill closed.", None, "2025-05-30"),
        ("Oster, May 30: The mill closed.", "https://gazette.example/2025/05/x", "2025-05-30"),
        ("Oster, May 30 (Norland Wire) The mill of 1974 closed in 2025.", None, None),
        ("Oster, May 30 (Norland Wire) The mill closed.", None, None),
        ("The mill closed on May 30 in 2025.", None, None),
    ],
)
def test_datelines(text: str, url: str | None, expected: str | None) -> None:
    """A dateline without a year counts only where one year is named."""
    assert date_from_dateline(text, url) == expected


@pytest.mark.parametrize(
    ("value", "expected", "trouble"),
    [
        ("03/04/2025", None, "ambiguous"),
        ("3.4.2025", None, "ambiguous"),
        ("04-03-2025", None, "ambiguous"),
        ("Updated 03/04/2025 at 10:00", None, "ambiguous"),
        ("30/05/2025", "2025-05-30", ""),
        ("05/30/2025", "2025-05-30", ""),
        ("30.05.2025", "2025-05-30", ""),
        ("04/04/2025", "2025-04-04", ""),
        ("2025/04/03", "2025-04-03", ""),
        ("2025.04.03", "2025-04-03", ""),
        ("31/31/2025", None, ""),
        ("12/2025", None, ""),
        ("1.2.3.2025", None, ""),
        ("1989-12-31", None, "before 1990"),
        ("May 3, 1902", None, "before 1990"),
        ("1990-01-01", "1990-01-01", ""),
        ("2100-01-01", None, "in the future"),
        ("April 3, 2025", "2025-04-03", ""),
        ("soon", None, ""),
    ],
)
def test_fields_of_pages(value: str, expected: str | None, trouble: str) -> None:
    """Figures that can be read two ways are told, never guessed, in whatever order a country writes them; so are impossible years."""
    assert (read_field(value).date, read_field(value).trouble) == (expected, trouble)


@pytest.mark.parametrize(
    ("value", "trouble"),
    [
        ("2025-05-30", ""),
        ("2025-05-31T23:00:00+14:00", ""),
        ("2025-05", ""),
        ("2025", ""),
        ("2025-06-02", "in the future"),
        ("2025-06", "in the future"),
        ("2026", "in the future"),
    ],
)
def test_nothing_is_published_after_it_was_got(value: str, trouble: str) -> None:
    """A day is allowed, since a date may be of another zone."""
    assert read_field(value, captured_at="2025-05-30T09:00:00+00:00").trouble == trouble


@given(st.integers(1, 12), st.integers(1, 12), st.sampled_from("./-"))
def test_two_readings_are_never_one(one: int, other: int, mark: str) -> None:
    """Whatever the order and the mark, two different days are not chosen between."""
    found = read_field(f"{one}{mark}{other}{mark}2025")
    assert found.trouble == ("" if one == other else "ambiguous")
    assert (found.date is None) is (one != other)


def test_dates_sort_by_the_latest_moment_they_allow() -> None:
    """A coarse or missing date never comes first by its coarseness."""
    ordered = ["2025-05-30T09:00:00+09:00", "2025-05-30T01:00:00+00:00", "2025-05-30", "2025-05", "2025", None]
    assert sorted(ordered, key=date_key) == ordered


@given(st.one_of(st.text(max_size=60), st.from_regex(r"\A[0-9TZ:+ -]{1,30}\Z")))
def test_nothing_raises(value: str) -> None:
    """Fields of pages hold anything, and what is read reads again as itself."""
    date_from_url(value)
    date_from_dateline(value)
    date_key(value)
    found = parse_written_date(value)
    assert found is None or parse_date(found) == found
