-- Which reports may be of the same thing, as the document says it of each service.

alter table service
    add similar_metres integer not null default 50,
    add similar_days   integer not null default 30;
