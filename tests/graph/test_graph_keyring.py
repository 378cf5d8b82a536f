"""Keyrings as people have them: small, absent, locked, silent, forgetful; and damaged files."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from keyring.backend import KeyringBackend

from memory_keyring import WINDOWS_LIMIT, MemoryKeyring, SilentKeyring
from stockage_partage.errors import KeyringUnusable
from stockage_partage.graph.auth.account import Account
from stockage_partage.graph.auth.sealed_file import KeyringStore, chosen_keyring
from stockage_partage.graph.auth.session_store import SessionStore
from stockage_partage.graph.auth.sign_in import Registration, SignIn
from stockage_partage.graph.http.http_client import HttpClient

SignInAs = Callable[[str], Account]
Start = Callable[[], SignIn]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Configures a keyring by its address, as an administrator would."""
    return lambda address: monkeypatch.setenv("PYTHON_KEYRING_BACKEND", address)


@pytest.fixture
def start(registration: Registration, tmp_path: Path, http_client: HttpClient) -> Start:
    """The program starts again on the same workstation."""
    return lambda: SignIn(
        registration, SessionStore(tmp_path / "session", KeyringStore(deadline_s=2)), http_client
    )


@pytest.fixture
def sealed(tmp_path: Path, administrator: Account) -> Path:
    """The sealed file of a session."""
    (file,) = (tmp_path / "session").glob("*.sealed")
    return file


def assert_nothing_in_clear(folder: Path) -> None:
    """Only the lock, which is empty, and sealed files."""
    for file in folder.iterdir():
        assert file.suffix == ".sealed" or file.read_bytes() == b""


def test_the_key_fits_where_the_session_would_not(
    administrator: Account, sealed: Path, memory_keyring: type[MemoryKeyring]
) -> None:
    (key,) = memory_keyring.kept.values()
    assert len(key) == 44
    assert sealed.stat().st_size * 2 > WINDOWS_LIMIT


def test_each_session_has_a_key_of_its_own(
    sign_in: SignIn, sign_in_as: SignInAs, memory_keyring: type[MemoryKeyring]
) -> None:
    sign_in_as("administrateur")
    (first,) = memory_keyring.kept.values()
    sign_in.sign_out()
    sign_in_as("administrateur")
    (second,) = memory_keyring.kept.values()
    assert first != second


@pytest.mark.parametrize(
    "address",
    [
        "keyring.backends.fail.Keyring",
        "keyring.backends.null.Keyring",
        "keyring.backends.chainer.ChainerBackend",
        "memory_keyring.LockedKeyring",
        "memory_keyring.ForgetfulKeyring",
        "nowhere.at.All",
    ],
)
def test_without_a_usable_keyring_the_session_lives_in_memory_only(
    use: Callable[[str], None],
    sign_in: SignIn,
    sign_in_as: SignInAs,
    start: Start,
    tmp_path: Path,
    address: str,
) -> None:
    use(address)
    account = sign_in_as("administrateur")
    assert not sign_in.remembered
    assert sign_in.account() == account
    assert sign_in.token()
    assert_nothing_in_clear(tmp_path / "session")
    assert start().account() is None


def test_an_older_session_does_not_come_back_after_one_in_memory(
    use: Callable[[str], None],
    sealed: Path,
    start: Start,
    sign_in: SignIn,
    sign_in_as: SignInAs,
) -> None:
    use("memory_keyring.LockedKeyring")
    sign_in_as("utilisateur")
    assert not sealed.exists()
    use("memory_keyring.MemoryKeyring")
    assert start().account() is None


def test_a_keyring_that_never_answers_is_given_up_at_the_deadline(
    use: Callable[[str], None], administrator: Account, start: Start
) -> None:
    use("memory_keyring.SilentKeyring")
    SilentKeyring.released.clear()
    try:
        locked = start()
        assert locked.account() is None
        assert not locked.remembered
    finally:
        SilentKeyring.released.set()


def test_a_keyring_that_is_unlocked_later_is_asked_again(
    use: Callable[[str], None], administrator: Account, start: Start
) -> None:
    use("memory_keyring.LockedKeyring")
    program = start()
    assert program.account() is None
    assert not program.remembered
    use("memory_keyring.MemoryKeyring")
    assert program.account() == administrator
    assert program.remembered


def test_a_silent_keyring_is_not_asked_twice_at_once(use: Callable[[str], None]) -> None:
    use("memory_keyring.SilentKeyring")
    SilentKeyring.released.clear()
    keys = KeyringStore(deadline_s=0.1)
    try:
        with pytest.raises(KeyringUnusable, match="in time"):
            keys.find("x")
        with pytest.raises(KeyringUnusable, match="still"):
            keys.find("x")
    finally:
        SilentKeyring.released.set()


def test_a_damaged_file_asks_to_sign_in_again(
    sealed: Path, start: Start, sign_in_as: SignInAs
) -> None:
    content = bytearray(sealed.read_bytes())
    content[len(content) // 2] ^= 1
    sealed.write_bytes(content)
    again = start()
    assert again.account() is None
    assert again.remembered
    account = sign_in_as("administrateur")
    assert again.account() == account


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 5000])
def test_a_file_that_is_no_session_asks_to_sign_in_again(
    sealed: Path, start: Start, content: bytes
) -> None:
    sealed.write_bytes(content)
    assert start().account() is None


def test_a_lost_key_asks_to_sign_in_again(
    sealed: Path, start: Start, sign_in_as: SignInAs, memory_keyring: type[MemoryKeyring]
) -> None:
    memory_keyring.kept.clear()
    assert start().account() is None
    assert sign_in_as("administrateur") == start().account()


def test_the_key_of_somebody_else_opens_nothing(
    sealed: Path, start: Start, memory_keyring: type[MemoryKeyring]
) -> None:
    (place,) = memory_keyring.kept
    KeyringStore(service=place[0]).make(place[1])
    assert start().account() is None


def test_something_else_under_the_key_s_name_opens_nothing(
    sealed: Path, start: Start, memory_keyring: type[MemoryKeyring]
) -> None:
    (place,) = memory_keyring.kept
    memory_keyring.kept[place] = "not a key"
    assert start().account() is None


def test_the_file_of_another_registration_is_not_believed(
    sealed: Path,
    registration: Registration,
    tmp_path: Path,
    http_client: HttpClient,
    sign_in_as: SignInAs,
) -> None:
    other = Registration(registration.authority + "/", registration.client_id)
    session_store = SessionStore(tmp_path / "session", KeyringStore())
    sign_in = SignIn(other, session_store, http_client)
    sign_in.account()
    (place,) = MemoryKeyring.kept
    MemoryKeyring.kept.update({(place[0], name): MemoryKeyring.kept[place] for name in ("a", "b")})
    swapped = tmp_path / "session" / f"session-{'0' * 16}.sealed"
    swapped.write_bytes(sealed.read_bytes())
    assert sign_in.account() is None


def test_a_folder_that_cannot_be_written_leaves_the_session_in_memory(
    registration: Registration,
    http_client: HttpClient,
    tmp_path: Path,
    browse: Callable[..., object],
) -> None:
    (tmp_path / "no-folder").write_text("a file where the folder should be")
    sign_in = SignIn(
        registration, SessionStore(tmp_path / "no-folder" / "session", KeyringStore()), http_client
    )
    attempt = sign_in.begin()
    landed = browse("administrateur").land(attempt.url, attempt.redirect_uri)  # type: ignore[attr-defined]
    account = sign_in.finish(attempt, landed)
    assert sign_in.account() == account
    assert not sign_in.remembered


class AltKeyring(MemoryKeyring):
    """Stands for keyrings.alt's plaintext file, which makes itself the default once installed."""


AltKeyring.__module__ = "keyrings.alt.file"


class Heir(AltKeyring):
    """A keyring that inherits from a refused one."""


def test_plaintext_keyrings_are_refused_by_their_class(
    use: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    module = types.ModuleType("plaintext_for_tests")
    module.AltKeyring, module.Heir = AltKeyring, Heir  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "plaintext_for_tests", module)
    for name in ("AltKeyring", "Heir"):
        use(f"plaintext_for_tests.{name}")
        with pytest.raises(KeyringUnusable, match="refused"):
            chosen_keyring()


def test_on_a_computer_without_any_keyring_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    with pytest.raises(KeyringUnusable):
        KeyringStore(deadline_s=10).find("x")


class Raw(Exception):
    """Stands for pywintypes.error, which is no KeyringError."""


class RawKeyring(KeyringBackend):
    """Raises what Windows raises without a logon session."""

    priority = -1
    raised: ClassVar[type[Exception]] = Raw

    def get_password(self, service: str, username: str) -> str | None:
        raise self.raised(1312, "CredRead", "A specified logon session does not exist.")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.raised(1312, "CredWrite", "A specified logon session does not exist.")


def test_a_raw_error_of_windows_is_an_unusable_keyring(
    use: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = types.ModuleType("pywintypes")
    windows.error = Raw  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pywintypes", windows)
    module = types.ModuleType("raw_for_tests")
    module.RawKeyring = RawKeyring  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "raw_for_tests", module)
    use("raw_for_tests.RawKeyring")
    with pytest.raises(KeyringUnusable, match="Raw"):
        KeyringStore().make("x")
