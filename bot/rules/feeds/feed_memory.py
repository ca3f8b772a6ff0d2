"""Remembers the items of a feed's last body, packed; tells new entries from known and edited."""

from __future__ import annotations

import hashlib
import re
import struct
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import NamedTuple

from bot.rules.feeds.identity import identity_of, same_address, words_of
from storage.records.feeds import IdKind, RawEntry

_PACKED = struct.Struct("8s8s8s8s16s")
_NOTHING = bytes(8)
# items that left the body are kept a while: servers behind one address disagree by a few items
_LEFTOVERS = 200
_BAD_LEAST = 3


class KnownItem(NamedTuple):
    """One item: hashes (8 bytes, zero when it has none) of its source, guid, link and words, and
    the identity (16 bytes) under which it is stored."""

    source: bytes
    guid: bytes
    link: bytes
    words: bytes
    identity: bytes


# what KnownItem._make does, in a third of the time
_UNPACKED = partial(tuple.__new__, KnownItem)


@dataclass(frozen=True, slots=True)
class Sighting:
    """An entry just parsed, the hash of its source (zero when the body could not be cut)."""

    source: bytes
    entry: RawEntry


@dataclass(frozen=True, slots=True)
class Sorted:
    """Entries with their identities, in the feed's order, and what to remember from now on."""

    new: tuple[tuple[str, RawEntry], ...]
    edited: tuple[tuple[str, RawEntry], ...]
    memory: bytes
    id_kind: IdKind
    bad_ids: bool


def recall(memory: bytes) -> tuple[KnownItem, ...]:
    """The items packed in `memory`; a damaged memory is an empty one."""
    if len(memory) % _PACKED.size:
        return ()
    return tuple(map(_UNPACKED, _PACKED.iter_unpack(memory)))


def words_hash(entry: RawEntry) -> bytes:
    """Eight bytes that change when title or text do."""
    return _hash(words_of(entry))


def sort_out(
    known: Sequence[KnownItem], body: Sequence[bytes], sightings: Sequence[Sighting], kind: IdKind
) -> Sorted:
    """Compares what was parsed with what is remembered. `body` is the source hash of every item
    now in the feed, `sightings` the parsed ones (those whose source was not known)."""
    here = frozenset(body)
    still = [item for item in known if item.source in here]
    marks = [_marks(sighting) for sighting in sightings]
    work = _Work(kind, _Index([item for item in known if item.source not in here]), still)
    work.find_shared([*still, *marks])
    for sighting, mark in zip(sightings, marks, strict=True):
        work.place(sighting.entry, mark)
    gone = [item for item in known if item.identity not in work.taken][:_LEFTOVERS]
    kind = work.kind_from_now()
    # the fields have their sizes: what _PACKED would do, in a tenth of the time
    memory = b"".join(chain.from_iterable((*still, *work.seen, *gone)))
    return Sorted(tuple(work.new), tuple(work.edited), memory, kind, kind is not IdKind.GUID)


def unreadable(source: bytes) -> bytes:
    """The memory of an item that the parser could not read, so that it is not tried again."""
    return b"".join(KnownItem(source, _NOTHING, _NOTHING, source, source * 2))


def _marks(sighting: Sighting) -> KnownItem:
    """The hashes of a sighting; its identity is not decided yet."""
    entry = sighting.entry
    address = same_address(entry.link)
    guid = _hash(entry.guid) if entry.guid else _NOTHING
    # the front page is not the address of an entry
    link = _hash(address) if re.search(r"[/?#]", address) else _NOTHING
    return KnownItem(sighting.source, guid, link, words_hash(entry), b"")


class _Index:
    """Remembered items that may come back changed, by guid, link and words."""

    def __init__(self, items: Iterable[KnownItem]) -> None:
        self.guids: dict[bytes, KnownItem] = {}
        self.links: dict[bytes, KnownItem] = {}
        self.words: dict[bytes, KnownItem] = {}
        for item in items:
            self.guids.setdefault(item.guid, item)
            self.links.setdefault(item.link, item)
            self.words.setdefault(item.words, item)


class _Work:
    """One comparison under way."""

    def __init__(self, kind: IdKind, index: _Index, still: Sequence[KnownItem]) -> None:
        self.kind = kind
        self.index = index
        self.new: list[tuple[str, RawEntry]] = []
        self.edited: list[tuple[str, RawEntry]] = []
        self.seen: list[KnownItem] = []
        self.taken = {item.identity for item in still}
        self.shared_guids: frozenset[bytes] = frozenset()
        self.shared_links: frozenset[bytes] = frozenset()
        self.churned = 0
        self.sharing = 0

    def find_shared(self, items: Sequence[KnownItem]) -> None:
        """A guid (or link) that two different items of one body bear identifies neither."""
        self.shared_guids = _shared({(item.guid, item.link + item.words) for item in items})
        self.shared_links = _shared({(item.link, item.words) for item in items})
        bad = self.shared_guids - {_NOTHING}
        self.sharing = sum(1 for item in items if item.guid in bad) if bad else 0

    def place(self, entry: RawEntry, mark: KnownItem) -> None:
        """Decides whether an entry is new, edited or as it was."""
        before = self._before(mark)
        identity = before.identity if before else self._identity(entry, mark)
        self.seen.append(KnownItem(mark.source, mark.guid, mark.link, mark.words, identity))
        if identity in self.taken:
            return
        self.taken.add(identity)
        if before is None:
            self.new.append((identity.hex(), entry))
        elif before.words != mark.words:
            self.edited.append((identity.hex(), entry))

    def _before(self, mark: KnownItem) -> KnownItem | None:
        if self.kind is IdKind.GUID and self._tells(mark.guid, self.shared_guids):
            found = self.index.guids.get(mark.guid)
            if found:
                return found
        # equal words tell only where there is no address: "Exchange rates" comes every day
        if self.kind is not IdKind.TEXT and self._tells(mark.link, self.shared_links):
            found = self.index.links.get(mark.link)
        else:
            found = self.index.words.get(mark.words)
        if found and _NOTHING not in (found.guid, mark.guid) and found.guid != mark.guid:
            self.churned += 1
        return found

    @staticmethod
    def _tells(key: bytes, shared: frozenset[bytes]) -> bool:
        return key != _NOTHING and key not in shared

    def _identity(self, entry: RawEntry, mark: KnownItem) -> bytes:
        kind = self.kind
        if kind is IdKind.GUID and not self._tells(mark.guid, self.shared_guids):
            kind = IdKind.LINK
        if kind is IdKind.LINK and not self._tells(mark.link, self.shared_links):
            kind = IdKind.TEXT
        return bytes.fromhex(identity_of(entry, kind))

    def kind_from_now(self) -> IdKind:
        """A feed whose guids are mostly shared, or change while the item stays, goes by links."""
        bad = max(self.churned, self.sharing)
        if self.kind is IdKind.GUID and bad >= _BAD_LEAST and bad * 2 >= len(self.seen):
            return IdKind.LINK
        return self.kind


def _shared(pairs: set[tuple[bytes, bytes]]) -> frozenset[bytes]:
    """The first halves that stand in several pairs."""
    if len({first for first, _ in pairs}) == len(pairs):
        return frozenset()
    return frozenset(
        one for one, times in Counter(first for first, _ in pairs).items() if times > 1
    )


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8]
