"""Settings: the public address, and what counts as this machine."""

import pytest

from kg.web.settings import Settings, is_loopback


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


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1"])
def test_this_machine(host):
    """Addresses that only this machine can reach."""
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "localhost.example.org", "example.org"])
def test_other_machines(host):
    """Addresses that others can reach."""
    assert not is_loopback(host)
