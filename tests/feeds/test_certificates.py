"""A server that cannot prove who it is gets no trust, and its administrator a clear reason."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from bot.net.feeds import FeedFetcher
from bot.net.guard import AddressGuard
from storage.records.feeds import FeedRequest, Outcome

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl makes the certificates")
KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run([str(OPENSSL), *arguments], cwd=folder, check=True, capture_output=True)


def _leaf_without_its_chain(folder: Path) -> None:
    _openssl(folder, "req", "-x509", *KEY, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=CA")
    _openssl(folder, "req", *KEY, "-keyout", "key.pem", "-out", "csr.pem", "-subj", "/CN=feed")
    signing = ("x509", "-req", "-in", "csr.pem", "-CA", "ca.pem", "-CAkey", "ca.key")
    _openssl(folder, *signing, "-CAcreateserial", "-out", "cert.pem")


def _self_signed(folder: Path) -> None:
    _openssl(
        folder, "req", "-x509", *KEY, "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=x"
    )


def _expired(folder: Path) -> None:
    _openssl(folder, "req", *KEY, "-keyout", "key.pem", "-out", "csr.pem", "-subj", "/CN=x")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1")
    signing = ("x509", "-req", "-in", "csr.pem", "-signkey", "key.pem", "-extfile", "names")
    _openssl(folder, *signing, "-days", "-1", "-out", "cert.pem")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_leaf_without_its_chain, "certificate_chain_incomplete"),
        (_self_signed, "certificate_self_signed"),
        (_expired, "certificate_expired"),
    ],
)
async def test_a_certificate_that_cannot_be_verified_is_reported_as_what_it_is(
    tmp_path: Path, make: object, reason: str
) -> None:
    assert callable(make)
    make(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    # that its time is over is said of one whose signer is known
    known = str(tmp_path / "cert.pem") if make is _expired else None
    trusting, guard = ssl.create_default_context(cafile=known), AddressGuard([f"127.0.0.1:{port}"])
    async with server, FeedFetcher(guard, context=trusting) as fetcher:
        fetched = await fetcher.fetch(FeedRequest(f"https://127.0.0.1:{port}/rss"))
    assert (fetched.outcome, fetched.reason) == (Outcome.REFUSED, reason)
