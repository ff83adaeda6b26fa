-- Every change is found in an order that no transaction can slip into afterwards.

-- A database that was restored counts its transactions from the beginning; a new era goes on behind the old one.
create table change_era (
    era    integer primary key,
    secret uuid not null default gen_random_uuid() -- makes versions of what may be hidden impossible to guess
);
insert into change_era (era) values (1);

create function current_change_era() returns integer
    language sql stable
    return (select max(era) from change_era);

alter table service_request
    add channel      text not null default 'open311', -- how the report came in
    add duplicate_of bigint,                          -- the request that stands for this one, too
    add foreign key (jurisdiction_id, duplicate_of) references service_request;

alter table service_request_event
    add service_request_id text, -- so that whether a request has changed is known without reading it
    add era                integer not null default current_change_era(),
    add xact               xid8    not null default pg_current_xact_id();

update service_request_event e
set service_request_id = r.service_request_id
from service_request r
where r.jurisdiction_id = e.jurisdiction_id
  and r.id = e.request_id;

alter table service_request_event
    alter service_request_id set not null,
    drop constraint service_request_event_kind_check,
    add constraint service_request_event_kind_check
        check (kind in ('submitted', 'updated', 'hidden', 'shown', 'merged', 'separated', 'followed'));

drop index service_request_event_of_request;
create index service_request_event_of_request
    on service_request_event (jurisdiction_id, service_request_id, event_id);
create index service_request_event_in_order on service_request_event (jurisdiction_id, era, xact, event_id);
create index service_request_event_submitted
    on service_request_event (jurisdiction_id, updated_datetime, event_id) where kind = 'submitted';
