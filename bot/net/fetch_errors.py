"""Names what went wrong on the way to a feed: foreign exceptions become reason keys."""

from __future__ import annotations

import ssl

import aiohttp

from bot.net.guard import AddressRefused
from bot.net.unpacking import BrokenEncoding, TooBig
from storage.records.feeds import Fetched, Outcome

# OpenSSL's X509_V_ERR_*: an incomplete chain is the server's fault, and is said to be
_CERTIFICATES = {
    10: "certificate_expired",
    18: "certificate_self_signed",
    19: "certificate_self_signed",
    20: "certificate_chain_incomplete",
    21: "certificate_chain_incomplete",
    62: "certificate_other_name",
    64: "certificate_other_name",
}

FETCH_ERRORS = (
    aiohttp.ClientError,
    TimeoutError,
    OSError,
    TooBig,
    BrokenEncoding,
    ValueError,
)


def as_fetched(error: Exception) -> Fetched:
    """The outcome of a fetch that ended in one of FETCH_ERRORS: FAILED where nobody answered,
    REFUSED where an answer (or an address) is not taken."""
    reason = _refusal(error)
    if reason:
        return Fetched(Outcome.REFUSED, reason)
    return Fetched(Outcome.FAILED, _failure(error))


def _refusal(error: Exception) -> str | None:
    cause = getattr(error, "os_error", error)
    if isinstance(cause, AddressRefused):
        return "address_refused"
    if isinstance(error, TooBig):
        return "too_big"
    if isinstance(error, BrokenEncoding):
        return "broken_encoding"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return certificate_reason(error.certificate_error)
    if isinstance(error, aiohttp.InvalidURL):
        return "bad_address"
    if isinstance(error, aiohttp.ClientResponseError):
        return "broken_http"
    return "bad_address" if isinstance(error, ValueError) else None


def _failure(error: Exception) -> str:
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "name_unknown"
    if isinstance(error, aiohttp.ClientSSLError):
        return "tls_failed"
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, aiohttp.ClientConnectorError):
        return "unreachable"
    return "connection_lost"


def certificate_reason(error: Exception) -> str:
    """Why a certificate is not trusted; verification is never switched off for it."""
    code = error.verify_code if isinstance(error, ssl.SSLCertVerificationError) else 0
    return _CERTIFICATES.get(code, "certificate_invalid")
