"""Reports, each written to its place, and what a person must see besides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from synthgate.drafts import Together
from synthgate.guard import broken
from synthgate.model import CLOSED, INCOMPLETE, MISUSED, PASSED, Message, Report
from synthgate.output import (
    STDERR,
    STDOUT,
    Streams,
    is_replaceable,
    opened,
    opened_for_bytes,
    target_of,
)
from synthgate.sinks import FOR_PEOPLE, LACKS, OF_FRAMEWORKS, Sinks, files_of
from synthgate.telling import UNWRITTEN, say, sum_up
from synthgate_reports.files import MANIFEST


def write_all(report: Report, sinks: Sinks, streams: Streams) -> int:
    """Write every report, and return the exit code.

    One that cannot be written does not keep the others from it, but for those of a folder, which
    are whole together.
    """
    report = replace(report, has_page="html" in sinks.formats)
    codes = [report.gate.exit_code, *_write_each(report, sinks, streams)]
    for name, folder in sinks.sets:
        codes.extend(_write_set(name, folder, report, streams))
    if sinks.wished and not sinks.has(_FOR_PEOPLE, STDOUT):
        sum_up(report, streams.stderr)
    if sinks.folder:
        codes.extend(_write_folder(report, sinks, streams))
    return next(code for code in _GRAVEST if code in codes)


def _write_each(report: Report, sinks: Sinks, streams: Streams) -> Iterator[int]:
    for name, file in sinks.targets:
        try:
            _write(name, report, file, streams)
        except OSError as error:
            yield _unwritten(file, error, report, streams)
        except Exception as error:  # noqa: BLE001 - the other formats are still to be written
            yield _broken(name, error, report, streams)


def _write_set(name: str, folder: str, report: Report, streams: Streams) -> Iterator[int]:
    """All files of a format that is a folder, or none: they lead to each other."""
    from synthgate_reports import FOLDERS  # noqa: PLC0415 - `--help` shall be quick

    file = folder
    try:
        with Together() as drafts:
            writers = FOLDERS[name].values()
            for (_, file), write in zip(files_of(name, folder), writers, strict=True):
                with drafts.draft(_place(file)) as stream:
                    write(report, stream)
            drafts.put_in_place()
            return
    except OSError as error:
        yield _unwritten(error.filename2 or file, error, report, streams)
    except Exception as error:  # noqa: BLE001 - the other formats are still to be written
        yield _broken(name, error, report, streams)
    say(streams.stderr, _NONE.format(folder=folder)[report.language])


def _write(name: str, report: Report, file: str, streams: Streams) -> None:
    from synthgate_reports import BINARY, write, write_bytes  # noqa: PLC0415 - quick `--help`

    if name in BINARY:
        with opened_for_bytes(file, streams) as stream:
            write_bytes(name, report, stream)
    else:
        with opened(file, streams) as stream:
            write(name, report, stream)


def _write_draft(name: str, report: Report, file: str, drafts: Together) -> None:
    from synthgate_reports import BINARY, write, write_bytes  # noqa: PLC0415 - quick `--help`

    if name in BINARY:
        with drafts.draft_of_bytes(_place(file)) as stream:
            write_bytes(name, report, stream)
    else:
        with drafts.draft(_place(file)) as stream:
            write(name, report, stream)


def _write_folder(report: Report, sinks: Sinks, streams: Streams) -> Iterator[int]:
    """All files of the folder, or none: a full disk leaves those of the run before as they are.

    A format that breaks has no file then, not even one of the run before; nor has one that needs
    a package which is not here.
    """
    from synthgate_reports import lacks  # noqa: PLC0415 - `--help` shall be quick

    written: list[str] = []
    with Together() as drafts:
        file = sinks.folder
        try:
            for name, file in sinks.of_folder:
                if name in OF_FRAMEWORKS and not report.frameworks:
                    continue
                if package := lacks(name):
                    told = LACKS.format(name=name, package=package)
                    say(streams.stderr, told[report.language])
                    continue
                try:
                    _write_draft(name, report, file, drafts)
                    written.append(file)
                except OSError:
                    raise
                except Exception as error:  # noqa: BLE001 - the others are still to be written
                    yield _broken(name, error, report, streams)
            file = sinks.manifest
            _list_what_is_whole(drafts, file, written)
            drafts.put_in_place(_gone(sinks, written))
        except OSError as error:
            yield _unwritten(error.filename2 or file, error, report, streams)
            said = _MIXED if drafts.has_begun else _NONE
            told = said.format(folder=sinks.folder, manifest=MANIFEST)
            say(streams.stderr, told[report.language])
            return
    _tell(written, sinks, report, streams)


def _list_what_is_whole(drafts: Together, file: str, written: Sequence[str]) -> None:
    """The manifest: the last to be put in place, so that it is true of a whole set alone.

    Names are those in the folder, whatever they lead to.
    """
    digests = drafts.digests()
    with drafts.draft(_place(file)) as stream:
        stream.writelines(f"{digests[_place(one)]}  {Path(one).name}\n" for one in written)


def _gone(sinks: Sinks, written: Sequence[str]) -> Iterator[Path]:
    """The files of the set that this run does not write: they would be of another one."""
    for _, file in sinks.of_folder:
        if file not in written and not Path(file).is_symlink():
            with suppress(OSError):
                yield _place(file)


def _place(file: str) -> Path:
    """The regular file that a report of a folder becomes.

    Raises:
        OSError: a device or a pipe has its name.
    """
    target = target_of(file)
    if target in {STDOUT, STDERR} or not is_replaceable(target):
        raise OSError(None, "not a regular file", file)
    return Path(target)


def _tell(written: list[str], sinks: Sinks, report: Report, streams: Streams) -> None:
    """Which files were written, the page for people last."""
    names = ", ".join(Path(file).name for file in written)
    text = _WRITTEN.format(folder=sinks.folder, names=names)
    say(streams.stderr, text[report.language])
    page = next((file for file in written if file.endswith(".html")), None)
    if page:
        say(streams.stderr, _OPEN.format(page=page)[report.language])


def _unwritten(file: str, error: OSError, report: Report, streams: Streams) -> int:
    reason = error.strerror or str(error)
    say(streams.stderr, f"{file}: {UNWRITTEN[report.language]}: {reason}")
    return MISUSED


def _broken(name: str, error: Exception, report: Report, streams: Streams) -> int:
    say(streams.stderr, f"{name}: {broken(error)[report.language]}")
    return INCOMPLETE


_GRAVEST = (MISUSED, INCOMPLETE, CLOSED, PASSED)
"""Exit codes, the one that outweighs the others first."""
_FOR_PEOPLE = ("text", "text-verbose", "concise", *FOR_PEOPLE)
_NONE = Message("no report was written into {folder}; what was there before is unchanged")
_MIXED = Message(
    "the reports in {folder} are of two runs, which {manifest} tells, too: mend that, and run again"
)
_WRITTEN = Message("written into {folder}: {names}")
_OPEN = Message("to be opened in a browser: {page}")
