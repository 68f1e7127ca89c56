"""SPDX graph: the elements of one SPDX 3.0.1 document, each with its address and who made it when. Pure."""

from __future__ import annotations

from typing import Any

from registry.boms.subject import Data, text
from registry.boms.terms import NOASSERTION, NONE, Terms

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
_CREATION = "_:creation"
_INDIVIDUAL = {
    NONE: "expandedlicensing_NoneLicense",
    NOASSERTION: "expandedlicensing_NoAssertionLicense",
}
_PROFILES = ["core", "software", "simpleLicensing", "expandedLicensing", "ai", "dataset"]


class Graph:
    """Elements as they are added, under addresses that begin with ``namespace``; ``created`` is the time of all."""

    def __init__(self, namespace: str, created: str) -> None:
        self.created = created
        self._namespace = namespace
        self._elements: list[Data] = []
        self._creation: Data = {}
        self._agents: dict[str, str] = {}
        self._licenses: dict[str, str] = {}
        self._texts: dict[str, str] = {}

    def made_by(self, name: str, version: str, homepage: str) -> None:
        """Says who makes the document, and with what."""
        maker = self.add("Organization", "Maker", name=name)
        tool = self.add("Tool", "Tool", name=f"{name}, {version}", comment=homepage)
        self._creation = {
            "type": "CreationInfo",
            "@id": _CREATION,
            "specVersion": "3.0.1",
            "created": self.created,
            "createdBy": [maker],
            "createdUsing": [tool],
        }

    def add(self, kind: str, local: str, **properties: Any) -> str:
        """An element of a class, its properties without those that are empty; returns its address."""
        spdx_id = f"{self._namespace}#{local}"
        told = {name: value for name, value in properties.items() if value not in ("", None, [])}
        element = {"type": kind, "spdxId": spdx_id, "creationInfo": _CREATION, **told}
        self._elements.append(element)
        return spdx_id

    def numbered(self, prefix: str) -> str:
        """A local name that no other element has."""
        return f"{prefix}-{len(self._elements)}"

    def agent(self, name: str, comment: str = "") -> str:
        """Somebody of that name, once."""
        if name not in self._agents:
            self._agents[name] = self.add(
                "Agent", self.numbered("Agent"), name=name, comment=comment
            )
        return self._agents[name]

    def related(
        self,
        source: str,
        kind: str,
        targets: list[str],
        *,
        comment: str = "",
        completeness: str = "",
    ) -> None:
        """A relationship from one element to others."""
        self.add(
            "Relationship",
            self.numbered("Relationship"),
            **{"from": source, "to": targets},
            relationshipType=kind,
            completeness=completeness,
            comment=comment,
        )

    def annotated(self, subject: str, statement: str) -> None:
        """What is said of an element, as JSON."""
        self.add(
            "Annotation",
            self.numbered("Annotation"),
            subject=subject,
            annotationType="other",
            contentType="application/json",
            statement=statement,
        )

    def licensed(self, told: Terms) -> str:
        """The element of an expression, once; with it a text for each licence that is not on SPDX's list."""
        if told.expression in _INDIVIDUAL:
            return _INDIVIDUAL[told.expression]
        if told.expression not in self._licenses:
            custom = [one for one in told.licenses if one[0].startswith("LicenseRef-")]
            self._licenses[told.expression] = self.add(
                "simplelicensing_LicenseExpression",
                self.numbered("License"),
                simplelicensing_licenseExpression=told.expression,
                simplelicensing_customIdToUri=[
                    {"type": "DictionaryEntry", "key": one[0], "value": self._custom(*one)}
                    for one in custom
                ],
            )
        return self._licenses[told.expression]

    def document(self, name: str, subject: str) -> Data:
        """All of it as JSON-LD, about one element."""
        contents = [element["spdxId"] for element in self._elements]
        bom = self.add(
            "software_Sbom",
            "Bom",
            rootElement=[subject],
            element=contents,
            software_sbomType=["analyzed"],
            profileConformance=_PROFILES,
        )
        self.add(
            "SpdxDocument",
            "Document",
            name=text(name),
            rootElement=[bom],
            element=[*contents, bom],
            profileConformance=_PROFILES,
        )
        return {"@context": CONTEXT, "@graph": [self._creation, *self._elements]}

    def _custom(self, ident: str, name: str, url: str) -> str:
        """A licence of its own. Its words are not known to Aperture, but where they stand may be."""
        if ident not in self._texts:
            where = f"It is to be read at {url}." if url else "Where it is to be read is not known."
            self._texts[ident] = self.add(
                "simplelicensing_SimpleLicensingText",
                self.numbered("Terms"),
                name=text(name),
                simplelicensing_licenseText=f"{text(name)}. Its text is not repeated here. {where}",
            )
        return self._texts[ident]
