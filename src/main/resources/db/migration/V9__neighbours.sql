-- Whom to ask outside the boundary, as the document says it.

alter table jurisdiction
    add neighbours text not null default '[]'; -- JSON: [{"name": "…", "contact": "…", "url": "…", "boundary": "GeoJSON"}]
