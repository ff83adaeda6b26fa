-- Which reports may be of the same thing, as the document says it of each service.

alter table service
    add similar_metres integer not null default 50,
    add similar_days   integer not null default 30;

-- Who has the same problem: nothing but hashes, keyed with the secret of the first era, tells followers apart. Somebody
-- who is known by several (account, e-mail, device) has a row for each, of which one counts.
create table service_request_follower (
    jurisdiction_id   text        not null,
    request_id        bigint      not null,
    hash              text        not null,
    counts            boolean     not null,
    followed_datetime timestamptz not null,
    primary key (jurisdiction_id, request_id, hash),
    foreign key (jurisdiction_id, request_id) references service_request
);

-- Together with those of the requests that were merged into it, each once.
create function follower_count(jurisdiction text, request bigint) returns bigint
    language sql stable
    return (with recursive same (id) as (select request
                                         union
                                         select d.id
                                         from same
                                                  join service_request d
                                                       on d.jurisdiction_id = jurisdiction and d.duplicate_of = same.id)
            select count(distinct f.hash)
            from same
                     join service_request_follower f on f.jurisdiction_id = jurisdiction and f.request_id = same.id
            where f.counts);
