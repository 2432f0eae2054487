"""A folder of facts, here or in a store: its files, each written whole or not at all."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from synthgate.errors import SynthgateError, UsageError
from synthgate.facts.schema import KEY, VERSION, arrow, schema_of
from synthgate.guard import described
from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.sources.remote.store import reached

MOST_BYTES = 2 * 1024 * 1024 * 1024
"""How large a file may be, and what comes of it unpacked as it says itself."""
MOST_ROWS = 5_000_000


class FactsError(UsageError):
    """Facts that cannot be read, or written, or are of another version."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run in a folder of facts: `id` and `day` (ISO) are its partition."""

    address: str
    day: str
    id: str

    def folder(self, table: str) -> str:
        """Where the files of a table lie."""
        return f"{self.address}/{table}/day={self.day}/run={self.id}"

    def file(self, table: str, part: str) -> str:
        """One file of it."""
        return f"{self.folder(table)}/{part}.parquet"


def written(path: str, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    """Write a file of a table, in the place of one that may be there.

    Raises:
        FactsError: it cannot be written.
    """
    stream = io.BytesIO()
    with _told(_UNWRITTEN, path):
        pa = arrow()
        content = pa.table(dict(columns), schema=schema_of(table))
        pa.parquet.write_table(content, stream, compression="zstd")
        fs, place = reached(path)
        _put(fs, place, stream.getvalue())


def read(path: str, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Some columns of a file, a mapping for each row. What it holds is data, and never executed.

    Raises:
        FactsError: it cannot be read, is too large, or of another version.
    """
    with _told(_UNREAD, path):
        fs, place = reached(path)
        with fs.open(place, "rb") as stream:
            file = arrow().parquet.ParquetFile(stream, pre_buffer=False)
            metadata: dict[bytes, bytes] = file.schema_arrow.metadata or {}
            told = metadata.get(KEY, b"?").decode(errors="replace")
            if told != VERSION:
                raise FactsError(OTHER.format(path=path, version=told, ours=VERSION))
            groups = (file.metadata.row_group(it) for it in range(file.metadata.num_row_groups))
            size = sum(one.total_byte_size for one in groups)
            if size > MOST_BYTES or file.metadata.num_rows > MOST_ROWS:
                raise FactsError(_TOO_LARGE.format(path=path))
            # Several files are read at once: Arrow's own threads would be too many, and one that is
            # still at a file when the program ends has it end in an abort.
            return file.read(columns=[*columns], use_threads=False).to_pylist()


def found(pattern: str) -> list[str]:
    """The files and folders of a pattern, by their addresses, in the order of their names.

    Raises:
        FactsError: they cannot be listed.
    """
    with _told(_UNREAD, pattern):
        fs, place = reached(pattern)
        known = len(place.partition("*")[0])
        names = [str(one)[known:] for one in fs.glob(place)]
        return sorted(pattern.partition("*")[0] + name for name in names)


def require(address: str, name: str) -> None:
    """See that there is what reads and writes facts at an address, before a scan begins.

    `name` is what the user calls it.

    Raises:
        FactsError: there is not.
    """
    with _told(_UNREAD, name):
        arrow()
        reached(address)


def dropped(path: str) -> None:
    """Take a file away that is no part of its run.

    Raises:
        FactsError: it cannot be taken away.
    """
    with _told(_UNWRITTEN, path):
        fs, place = reached(path)
        if fs.exists(place):
            fs.rm_file(place)


def _put(fs: Any, place: str, content: bytes) -> None:
    """An object is there as a whole or not at all; a file is, once it has its name."""
    if "file" not in fs.protocol:
        fs.pipe_file(place, content)
        return
    fs.makedirs(posixpath.dirname(place), exist_ok=True)
    fs.pipe_file(f"{place}.part", content)
    fs.mv(f"{place}.part", place)


@contextmanager
def _told(said: Message, path: str) -> Generator[None]:
    """Whatever a store's package raises is told with the path, and ends what was begun."""
    try:
        yield
    except SynthgateError:
        raise
    except ImportError as error:
        raise FactsError(_NO_READER.format(path=path, reason=error)) from error
    except Exception as error:
        raise FactsError(said.format(path=path, reason=described(error))) from error


_UNWRITTEN = Message("{path}: facts cannot be written: {reason}")
_UNREAD = Message("{path}: facts cannot be read: {reason}")
_NO_READER = Message(
    "{path}: what reads and writes facts is not installed ({reason}): pip install "
    "'synthgate[dask]', and 'synthgate[s3]' for s3://"
)
_TOO_LARGE = Message("{path}: larger than facts of synthgate ever are: it was not read")
OTHER = Message(
    "{path}: facts of version {version}, and this synthgate writes and reads version {ours}: name "
    "another folder (--facts), or use the synthgate that wrote it"
)
