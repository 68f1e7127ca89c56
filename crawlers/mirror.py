"""A mirror as a source: a folder ``models/<org>/<name>/{README.md,info.json}`` and ``datasets/…``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from crawlers.snapshots import RepoKind
from crawlers.source import Missing, Page, Selection, Told, Unreachable, parse_json
from registry.statements import FILE as STATEMENT

PAGE_SIZE = 1000
SAMPLE = Path(__file__).parent / "sample"


class Mirror:
    """A folder that holds what a Hub said. The bundled sample is one, under the name ``sample``."""

    cards_later = False

    def lists_newest_first(self, selection: Selection) -> bool:
        """Whether the listing begins with what was modified last: it goes by name."""
        return False

    def __init__(self, folder: Path, name: str = "mirror") -> None:
        if not (folder / "models").is_dir():
            raise Missing(f"{folder} holds no folder 'models'")
        self.folder = folder
        self.name = name

    def pages(self, selection: Selection, cursor: str | None) -> Iterator[Page]:
        """The models by name; a cursor is the last name of the page before, and its folder."""
        name, _, folder = (cursor or "").partition(" ")
        last = name if folder == str(self.folder.resolve()) else ""
        names = sorted(
            str(f.parent.relative_to(self.folder / "models"))
            for f in self.folder.glob(f"models/{selection.author or '*'}/*/info.json")
        )
        if selection.task:
            names = [n for n in names if self._listed(n).get("pipeline_tag") == selection.task]
        names = [n for n in names[: selection.limit] if n > last]
        for start in range(0, len(names), PAGE_SIZE):
            chunk = names[start : start + PAGE_SIZE]
            models = tuple(self._listed(name) for name in chunk)
            is_last = start + PAGE_SIZE >= len(names)
            yield Page(models, None if is_last else f"{chunk[-1]} {self.folder.resolve()}")

    def metadata(self, kind: RepoKind, repo_id: str) -> Mapping[str, Any]:
        """The repo's ``info.json``, with the id that its folder says."""
        file = self._repo(kind, repo_id) / "info.json"
        try:
            told = parse_json(file.read_bytes())
        except (FileNotFoundError, NotADirectoryError) as error:
            raise Missing("it is not in the mirror") from error
        except OSError as error:
            raise Unreachable(f"{file} can't be read: {error.strerror}") from error
        except ValueError as error:
            raise Unreachable(f"{file} is not JSON: {error}") from error
        if not isinstance(told, dict):
            raise Unreachable(f"{file} does not hold a JSON object")
        return {**told, "id": repo_id}

    def metadata_since(self, kind: RepoKind, repo_id: str, etag: str = "") -> Told | None:
        """The repo's ``info.json``; a folder has no ETags."""
        return Told(self.metadata(kind, repo_id))

    def card(
        self, kind: RepoKind, repo_id: str, revision: str, known: bytes | None = None
    ) -> bytes:
        """The README.md in the repo's folder."""
        return self._file(kind, repo_id, "README.md")

    def statement(
        self, kind: RepoKind, repo_id: str, revision: str, known: bytes | None = None
    ) -> bytes:
        """The TRANSPARENCY.yaml in the repo's folder."""
        return self._file(kind, repo_id, STATEMENT)

    def _file(self, kind: RepoKind, repo_id: str, name: str) -> bytes:
        try:
            return (self._repo(kind, repo_id) / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise Missing(f"the repo has no {name}") from error
        except OSError as error:
            raise Unreachable(f"{name} can't be read: {error.strerror}") from error

    def page_url(self, kind: RepoKind, repo_id: str, metadata: Mapping[str, Any]) -> str:
        """The page at the Hub that is mirrored, or the source that a sample's entry names."""
        retold = metadata.get("aperture")
        if isinstance(retold, dict) and isinstance(retold.get("source"), str):
            return retold["source"]
        return f"https://huggingface.co/{'datasets/' if kind == 'dataset' else ''}{repo_id}"

    def _listed(self, name: str) -> Mapping[str, Any]:
        # A broken info.json still has a name: the crawl records what is wrong with it.
        try:
            return self.metadata("model", name)
        except Unreachable as error:
            return {"id": name, "error": str(error)}

    def _repo(self, kind: RepoKind, repo_id: str) -> Path:
        return self.folder / f"{kind}s" / repo_id
