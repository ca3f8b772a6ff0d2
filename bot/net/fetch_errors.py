"""Names what went wrong on the way to a feed: foreign exceptions become reason keys."""

from __future__ import annotations

import ssl

from bot.net.feed_line import BrokenAnswerError
from bot.net.feed_lines import NameUnknownError, UnreachableError
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

FETCH_ERRORS = (OSError, BrokenAnswerError, TooBig, BrokenEncoding, ValueError)
# the first that an error is one of; a certificate's error is a ValueError too
_REFUSALS: tuple[tuple[type[Exception], str], ...] = (
    (AddressRefused, "address_refused"),
    (TooBig, "too_big"),
    (BrokenEncoding, "broken_encoding"),
    (BrokenAnswerError, "broken_http"),
    (ValueError, "bad_address"),
)
_FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (NameUnknownError, "name_unknown"),
    (ssl.SSLError, "tls_failed"),
    (TimeoutError, "timeout"),
    (UnreachableError, "unreachable"),
)


def as_fetched(error: Exception) -> Fetched:
    """The outcome of a fetch that ended in one of FETCH_ERRORS: FAILED where nobody answered,
    REFUSED where an answer (or an address) is not taken."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Fetched(Outcome.REFUSED, certificate_reason(error))
    for kind, reason in _REFUSALS:
        if isinstance(error, kind):
            return Fetched(Outcome.REFUSED, reason)
    for kind, reason in _FAILURES:
        if isinstance(error, kind):
            return Fetched(Outcome.FAILED, reason)
    return Fetched(Outcome.FAILED, "connection_lost")


def certificate_reason(error: ssl.SSLCertVerificationError) -> str:
    """Why a certificate is not trusted; verification is never switched off for it."""
    return _CERTIFICATES.get(error.verify_code, "certificate_invalid")
