"""Keys: the built-in one is public only; the demonstration's is one person's own."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from stockage_partage.errors import LicenceRefused
from stockage_partage.licensing.keys import (
    PUBLISHER_PUBLIC_PEM,
    demonstration_keys,
    demonstration_pair,
    generate_keypair,
    key_id,
    public_part,
    publisher_keys,
    raw_key,
)
from stockage_partage.licensing.licence import emit, read

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def sign(private_pem: str) -> str:
    return emit(
        private_pem,
        holder="BIJOU",
        applications=["comptabilite"],
        valid_from=FIRST,
        valid_until=LAST,
    )


def test_the_built_in_key_can_be_used_and_is_no_private_key() -> None:
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    load_pem_public_key(PUBLISHER_PUBLIC_PEM.encode())
    assert "PRIVATE" not in PUBLISHER_PUBLIC_PEM


def test_a_pair_signs_what_its_public_part_reads() -> None:
    pair = generate_keypair()
    text = sign(pair.private_pem)
    assert read(text, {key_id(pair.public_pem): pair.public_pem}).holder == "BIJOU"
    assert "PRIVATE" not in repr(pair)


@pytest.mark.parametrize("pem", ["", "not a key", PUBLISHER_PUBLIC_PEM])
def test_what_cannot_sign_is_refused(pem: str) -> None:
    with pytest.raises(LicenceRefused):
        sign(pem)


def test_another_kind_of_key_cannot_sign() -> None:
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric import ec

    pem = (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption())
        .decode()
    )
    with pytest.raises(LicenceRefused):
        sign(pem)


def test_the_demonstration_pair_is_made_once_and_for_this_person_alone(tmp_path: Path) -> None:
    first = demonstration_pair(tmp_path / "data")
    assert demonstration_pair(tmp_path / "data") == first
    assert demonstration_pair(tmp_path / "other") != first
    files = list((tmp_path / "data").iterdir())
    assert len(files) == 1
    assert files[0].stat().st_mode & 0o077 == 0


def test_several_that_ask_at_once_get_the_same_pair(tmp_path: Path) -> None:
    got = []
    gate = threading.Barrier(8)

    def ask() -> None:
        gate.wait()
        got.append(demonstration_pair(tmp_path))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(got) == 8
    assert len({pair.public_pem for pair in got}) == 1


def test_only_the_demonstration_trusts_its_own_key(tmp_path: Path) -> None:
    pair = demonstration_pair(tmp_path)
    text = sign(pair.private_pem)
    assert read(text, demonstration_keys(tmp_path)).holder == "BIJOU"
    with pytest.raises(LicenceRefused) as told:
        read(text, publisher_keys())
    assert told.value.reason == "unknown_key"


def test_a_spoilt_demonstration_key_is_said(tmp_path: Path) -> None:
    (tmp_path / "licence-demonstration.pem").write_text("spoilt")
    with pytest.raises(LicenceRefused):
        demonstration_pair(tmp_path)


def test_the_token_library_is_not_loaded_before_there_is_something_to_read() -> None:
    program = (
        "import sys\n"
        "from stockage_partage.licensing import keys, licence\n"
        "print(sorted({'jwt', 'cryptography'} & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout.strip() == "[]"


def test_the_bytes_of_a_key_are_those_that_the_library_reads() -> None:
    for public_pem in (PUBLISHER_PUBLIC_PEM, generate_keypair().public_pem):
        key = load_pem_public_key(public_pem.encode())
        assert isinstance(key, Ed25519PublicKey)
        assert raw_key(public_pem) == key.public_bytes_raw()


def test_the_bytes_of_any_other_key_are_refused() -> None:
    forms = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    others = (
        x25519.X25519PrivateKey.generate().public_key().public_bytes(*forms).decode(),
        ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(*forms).decode(),
        generate_keypair().private_pem,
        PUBLISHER_PUBLIC_PEM.replace("MCow", "MCo*"),
        PUBLISHER_PUBLIC_PEM.replace("q8=", "q8=q8="),
        PUBLISHER_PUBLIC_PEM * 2,
        "",
    )
    for text in others:
        with pytest.raises(
            ValueError, match=r"key|base64|Incorrect padding|Excess data|Only base64"
        ):
            raw_key(text)


def test_the_demonstration_s_pair_is_the_library_s(tmp_path: Path) -> None:
    pair = demonstration_pair(tmp_path)
    assert pair.public_pem == public_part(pair.private_pem)
