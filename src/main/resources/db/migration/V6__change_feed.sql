-- What the change feed tells of an event is decided when it is written: afterwards nobody knows what was public then.

alter table service_request_event
    alter request_id drop not null, -- null: no request changed, but what is shown of many
    alter service_request_id drop not null,
    add told         text check (told in ('created', 'updated', 'closed', 'reopened', 'removed', 'refresh')),
    add was_public   boolean not null default false, -- whether the request was, just before
    add duplicate_of text,                           -- the public id of the request that it was merged into
    drop constraint service_request_event_kind_check,
    add constraint service_request_event_kind_check
        check (kind in ('submitted', 'updated', 'hidden', 'shown', 'merged', 'separated', 'followed', 'services')),
    add constraint service_request_event_request_check
        check ((kind = 'services') = (request_id is null) and (kind = 'services') = (service_request_id is null));

update service_request_event e
set told = case when e.kind = 'submitted' then 'created' when e.status = 'closed' then 'closed' else 'updated' end
from service_request r
where r.jurisdiction_id = e.jurisdiction_id
  and r.id = e.request_id
  and r.type <> 'blackbox'
  and e.kind in ('submitted', 'updated');

create index service_request_duplicates
    on service_request (jurisdiction_id, duplicate_of) where duplicate_of is not null;
