"""Files of other indexes, written here in their formats: small ones, about releases that tests make up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from registry.boms.mof import NAMES
from registry.resources import frameworks

DIMENSIONS = tuple(item.id for f in frameworks() if f.id == "osai" for item in f.items)


def osai(name: str = "Olm", link: object = "", end: str = "", organization: str = "Ai2", released: str = "2024-02",
         cells: Mapping[str, object] | None = None, weights: object = "", base: object = "") -> bytes:  # fmt: skip
    """A system in the European index; ``cells`` maps dimensions to classes, closed where left out."""
    links = {"weights_endmodel": weights, "weights_basemodel": base}
    told = {
        "system": {
            "name": name,
            "link": link,
            "endmodelname": end or name,
            "releasedate": released,
        },
        "org": {"name": organization, "notes": "Words of its authors."},
        **{
            one: {
                "class": (cells or {}).get(one, "closed"),
                "link": links.get(one, ""),
                "notes": "Words of its authors.",
            }
            for one in DIMENSIONS
        },
    }
    return yaml.safe_dump(told, sort_keys=False).encode()


def mot(name: str = "Olm-7B", producer: str = "AI2", hub: str = "", components: Mapping[str, str | None] | None = None,
        terms: str = "", dated: str = "2025-05-22") -> bytes:  # fmt: skip
    """A model in the openness tool; ``components`` maps our ids to licences, None for one that names none."""
    listed = [
        {"name": NAMES[item], **({} if licence is None else {"license": licence})}
        for item, licence in (components or {}).items()
    ]
    release = {
        "name": name,
        "date": dated,
        "license": {"distribution": {"name": terms}} if terms else {},
        "producer": producer,
        "huggingface": hub,
        "components": listed,
    }
    return yaml.safe_dump({"framework": {"version": "1.0"}, "release": release}).encode()


def fmti(companies: Mapping[str, Sequence[str]], indicators: Sequence[str]) -> bytes:
    """The table of scores: companies with the indicators that they meet."""
    rows = [["Indicator", *companies]]
    rows += [
        [f'"{i}"', *("1" if i in met else "0" for met in companies.values())] for i in indicators
    ]
    return "\n".join(map(",".join, rows)).encode()


def osmap(name: str, hub: Sequence[str] = (), score: int = 3, word: str = "open_weights",
          components: str = "weights:open(here; there);data:closed;license:MIT") -> dict[str, bytes]:  # fmt: skip
    """A product of the map and its scores, by the names of their files."""
    product = {
        "name": name,
        "display_name": name.title(),
        "type": "model",
        "huggingface_model": [{"url": u} for u in hub],
    }
    source = {"url": "https://example.org", "accessed": "2026-06-04"}
    openness = {"score": score, "class": word, "components": components, "sources": [source]}
    return {
        f"products/{name}.yaml": yaml.safe_dump(product).encode(),
        f"scores/{name}.yaml": yaml.safe_dump({"product": name, "openness": openness}).encode(),
    }


def written(folder: Path, files: Mapping[str, bytes]) -> Path:
    """A folder with these files."""
    for name, body in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    return folder
