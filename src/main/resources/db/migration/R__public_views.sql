-- What the public may see, decided once: every way out reads these views and no table below them.

create or replace view public_service_request as
select r.jurisdiction_id,
       r.id,
       r.service_request_id,
       r.token,
       r.status,
       r.status_notes,
       s.service_name,
       r.service_code,
       r.description,
       coalesce(r.agency_responsible, s.agency_name) as agency_responsible,
       s.service_notice,
       r.requested_datetime,
       r.updated_datetime,
       r.expected_datetime,
       r.address,
       r.address_id,
       r.zipcode,
       r.lat,
       r.long,
       r.media_urls[1]                               as media_url,
       r.changed_datetime,
       place_cell(r.lat, r.long)                     as cell,
       r.words,
       r.channel,
       r.detailed_status,
       r.media_urls,
       r.attributes
from service_request r
         join service s on s.jurisdiction_id = r.jurisdiction_id and s.service_code = r.service_code
where r.visibility = 'public'
  and r.duplicate_of is null
  and r.accepted_datetime is not null
  and r.type <> 'blackbox'
  and s.public;

create or replace view public_service_request_update as
select e.jurisdiction_id,
       e.event_id,
       e.service_request_id,
       coalesce(e.detailed_status, e.status) as status,
       e.updated_datetime,
       e.description,
       e.media_url
from service_request_event e
         -- By the id that callers send, so that an index of either table finds the updates of one request.
         join public_service_request r
              on r.jurisdiction_id = e.jurisdiction_id and r.service_request_id = e.service_request_id
where e.public
  and e.kind = 'updated';

-- Requests that would be public, had they not been merged into one that is.
create or replace view merged_service_request as
select r.jurisdiction_id,
       r.service_request_id,
       p.service_request_id as duplicate_of
from service_request r
         join service s on s.jurisdiction_id = r.jurisdiction_id and s.service_code = r.service_code
         join public_service_request p on p.jurisdiction_id = r.jurisdiction_id and p.id = r.duplicate_of
where r.visibility = 'public'
  and r.accepted_datetime is not null
  and r.type <> 'blackbox'
  and s.public;
