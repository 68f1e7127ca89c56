"""Tables for statements that are made once, on columns alone: objects for rows cost more than the answer."""

from __future__ import annotations

from sqlmodel import SQLModel

from registry import models

_TABLES = SQLModel.metadata.tables

RELEASE = _TABLES[str(models.Release.__tablename__)]
GRADE = _TABLES[str(models.Grade.__tablename__)]
SNAPSHOT = _TABLES[str(models.Snapshot.__tablename__)]
READING = _TABLES[str(models.Reading.__tablename__)]
DOCUMENT = _TABLES[str(models.Document.__tablename__)]
EVENT = _TABLES[str(models.Event.__tablename__)]
LINK = _TABLES[str(models.Link.__tablename__)]
DATASET = _TABLES[str(models.Dataset.__tablename__)]
CRAWL = _TABLES[str(models.Crawl.__tablename__)]
REQUEST = _TABLES[str(models.Request.__tablename__)]
INDEX_RECORD = _TABLES[str(models.IndexRecord.__tablename__)]
DISCLOSURE = _TABLES[str(models.Disclosure.__tablename__)]
CITATION = _TABLES[str(models.Citation.__tablename__)]
WEBLINK = _TABLES[str(models.WebLink.__tablename__)]
