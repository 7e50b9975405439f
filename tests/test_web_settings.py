"""Settings: the public address, and what counts as this machine."""

import pytest

from kg.errors import UsageError
from kg.web.settings import Settings, is_loopback, read_limits


@pytest.mark.parametrize(
    ("settings", "base", "prefix"),
    [
        (Settings(port=81), "http://127.0.0.1:81", ""),
        (Settings(host="::1", port=81), "http://[::1]:81", ""),
        (Settings(public_url="https://example.org/cwkg/"), "https://example.org/cwkg", "/cwkg"),
        (Settings(public_url="https://example.org"), "https://example.org", ""),
    ],
)
def test_the_public_address(settings, base, prefix):
    """It is the one that was given, else that of host and port; it has no slash at its end."""
    assert (settings.base, settings.prefix) == (base, prefix)


def test_limits_as_they_stand_on_the_command_line():
    """Sizes may have a unit; times may have a part of a second; what is counted is a whole number."""
    given = ["result=200MB", "head-time=0.5", "connections=10", "url=2KB"]
    assert read_limits(given) == {"result": 200 << 20, "head_time": 0.5, "connections": 10, "url": 2048}


@pytest.mark.parametrize(
    "given", ["results=1", "result", "result=", "result=0", "result=-1", "result=1TB", "result=x", "=1"]
)
def test_limits_that_are_none(given):
    """An unknown name and a value that is no number are refused in words."""
    with pytest.raises(UsageError, match="limit"):
        read_limits([given])


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1"])
def test_this_machine(host):
    """Addresses that only this machine can reach."""
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "localhost.example.org", "127.0.0.1.example.org", ""])
def test_other_machines(host):
    """Addresses that others can reach."""
    assert not is_loopback(host)
