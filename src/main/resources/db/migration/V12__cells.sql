-- Searches of places and words that stay as quick as they are when the table grows.

-- Its columns change; R__public_views makes it anew.
drop view if exists public_service_request cascade;

-- Squares of a hundredth of a degree; open311.geo.Cells numbers them in the same way.
create function place_cell(lat double precision, long double precision) returns integer
    language sql immutable parallel safe
    return floor(lat * 100)::integer * 36001 + floor(long * 100)::integer;

-- An index of points knows no order: whoever wants the newest of a crossing in the centre got all of three years.
drop index service_request_place;
create index service_request_by_cell
    on service_request (jurisdiction_id, place_cell(lat, long), requested_datetime desc, id desc);

-- Stored, since a walk from the newest on to those with a frequent word looks at many; to find the words of a text anew
-- takes longer than to read the row. Where in the text they stand is asked by nobody.
drop index service_request_words;
alter table service_request
    add column words tsvector generated always as (strip(service_request_words(description, address, status_notes))) stored;
create index service_request_words on service_request using gin (words);

-- Nothing is known of what is new until the next look, which may be days away.
analyze service_request;
