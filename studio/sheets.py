"""A table out of a spreadsheet: bytes of any of the usual kinds become named columns and rows of text."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass

MOST_ROWS = 200
MOST_BYTES = 5_000_000
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class Sheet:
    """`columns` are the names of the first row; `rows` hold a text a column; `count` is how many rows there were."""

    columns: list[str]
    rows: list[list[str]]
    count: int


class SheetError(Exception):
    """A file which is no table; `key` names the sentence which says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def read(content: bytes) -> Sheet:
    """The table in a file: UTF-8, UTF-16 or the usual encodings of spreadsheets; comma, semicolon or tab between cells,
    which the first row decides; quoted cells may hold line breaks. Empty rows are left out, further ones than the first
    `MOST_ROWS` only counted. Raises SheetError.
    """
    if len(content) > MOST_BYTES:
        raise SheetError("batch.too_large")
    if content.startswith(b"PK"):
        raise SheetError("batch.not_csv")
    text = decoded(content)
    if "\x00" in text:
        raise SheetError("batch.not_csv")
    lines = _cells(text)
    if len(lines) < 2:
        raise SheetError("batch.no_rows")
    columns = [" ".join(cell.split()) for cell in lines[0]]
    rows = [(line + [""] * len(columns))[: len(columns)] for line in lines[1:]]
    return Sheet(columns, rows[:MOST_ROWS], len(rows))


def decoded(content: bytes) -> str:
    """The text of a file whose encoding nobody named: what Excel saves is GB 18030 in Chinese, else Windows-1252."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        chinese = content.decode("gb18030")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
    common = sum("\u4e00" <= char <= "\u9fff" for char in chinese)
    pairs = sum(byte > 0x7F for byte in content) // 2
    return chinese if common * 2 > pairs else content.decode("cp1252", "replace")


def _cells(text: str) -> list[list[str]]:
    first, _, rest = text.partition("\n")
    named = first.strip().lower().removeprefix("sep=")
    if first.strip().lower().startswith("sep=") and (named or "\t") in DELIMITERS:
        return _split(rest, named or "\t")
    return max((_split(text, one) for one in DELIMITERS), key=lambda lines: len(lines[0]) if lines else 0)


def _split(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        lines = [[cell.strip() for cell in line] for line in reader]
    except csv.Error:
        raise SheetError("batch.not_csv") from None
    return [line for line in lines if any(line)]
