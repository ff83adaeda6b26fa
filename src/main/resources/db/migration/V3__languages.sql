-- The language of a jurisdiction's own texts (BCP 47), and the same texts in other languages.

alter table jurisdiction
    add locale       text not null default 'en',
    add translations text not null default '{}'; -- JSON: {"es": {"name": "…", "contact": "…", "keyService": "…"}}

alter table service
    add translations text not null default '{}'; -- JSON: {"es": {"serviceName": "…", …}}
