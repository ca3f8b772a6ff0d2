"""Writes what is kept of a person as two files: a page to read, and JSON. Implements ExportView."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile

from bot.rules.text.telegram_html import bare
from bot.texts import Texts, Voice
from handlers.calls import call
from storage.records.delivery import Call, Priority
from storage.records.privacy import Everything

EFFECT = "export_sent"
YES_OR_NO = frozenset(
    ("anonymous", "covered", "good", "language_chosen", "on_duty", "sensitive", "urgent")
)
PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="viewport"
content="width=device-width"><title>{title}</title><style>body{{font:16px/1.5 sans-serif;
max-width:44em;margin:1em auto;padding:0 1em}}table{{border-collapse:collapse;margin:.5em 0 1.5em}}
td{{border:1px solid #ccc;padding:.2em .6em;vertical-align:top;white-space:pre-wrap;
overflow-wrap:anywhere}}td:first-child{{color:#555;width:11em}}</style>
<h1>{title}</h1>{body}</html>
"""


class ExportFiles:
    """The two files in her language."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def export(self, everything: Everything, language: str, now: int) -> Sequence[Call]:
        """See ExportView."""
        voice = self._texts.voice(language)
        tables = {name: [_read(row) for row in rows] for name, rows in everything.tables.items()}
        whole = {"made_at": now, "telegram_id": everything.chat_id, **tables}
        files = (
            ("my-data.html", page(voice, tables), voice("data.file")),
            ("my-data.json", json.dumps(whole, ensure_ascii=False, indent=1), None),
        )
        return [_document(everything.chat_id, *file) for file in files]


def page(voice: Voice, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Everything as a page that any phone opens."""
    zone, parts = "Asia/Aqtobe", []
    for name, rows in tables.items():
        parts.append(f"<h2>{escape(voice.plain(f'data.table_{name}'))}</h2>")
        parts += [_table(row, voice, zone) for row in rows] or ["<p>—</p>"]
    return PAGE.format(
        language=voice.language, title=escape(voice.plain("data.title")), body="".join(parts)
    )


def _table(row: Mapping[str, Any], voice: Voice, zone: str) -> str:
    cells = "".join(
        f"<tr><td>{escape(voice.plain(f'data.column_{name}'))}</td>"
        f"<td>{escape(_value(name, value, voice, zone))}</td></tr>"
        for name, value in row.items()
        if value is not None
    )
    return f"<table>{cells}</table>"


def _value(name: str, value: Any, voice: Voice, zone: str) -> str:
    if isinstance(value, int) and (name == "at" or name.endswith(("_at", "since", "until"))):
        return f"{voice.date(value, zone)}, {voice.clock(value, zone)}"
    if name in YES_OR_NO:
        return "✓" if value else "✗"
    if name == "content" and isinstance(value, Mapping) and value.get("html"):
        return bare(str(value["html"]))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _read(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row with the JSON of its columns read."""
    return {
        name: json.loads(value)
        if isinstance(value, str) and value[:1] in ("{", "[") and name != "words"
        else value
        for name, value in row.items()
    }


def _document(chat_id: int, name: str, content: str, caption: str | None) -> Call:
    file = BufferedInputFile(content.encode(), filename=name)
    method = SendDocument(chat_id=chat_id, document=file, caption=caption)
    return call(method, priority=Priority.CASE, kind="export", effect=EFFECT)
