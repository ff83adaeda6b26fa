-- Every search finds its rows by an index, however many there are.

create index service_request_by_service_and_status
    on service_request (jurisdiction_id, service_code, status, requested_datetime desc, id desc);
create index service_request_changed on service_request (jurisdiction_id, changed_datetime);
create index service_request_updated on service_request (jurisdiction_id, updated_datetime desc, id desc);

-- A degree in steps of a tenth of a metre: PostgreSQL refuses to multiply what is next to nothing, and with it the row.
create function rounded_degrees(degrees double precision) returns double precision
    language sql immutable parallel safe
    return round(degrees * 1000000::double precision) / 1000000::double precision;

-- Without the jurisdiction, which would take an extension: others lie elsewhere on the map.
create index service_request_place on service_request using gist (point(rounded_degrees(long), rounded_degrees(lat)));

create function service_request_words(description text, address text, status_notes text) returns tsvector
    language sql immutable parallel safe
    return to_tsvector('simple'::regconfig,
                       coalesce(description, '') || ' ' || coalesce(address, '') || ' ' || coalesce(status_notes, ''));

create index service_request_words
    on service_request using gin (service_request_words(description, address, status_notes));

-- Metres on a sphere; off by at most half a percent.
create function distance_metres(lat1 double precision, long1 double precision,
                                lat2 double precision, long2 double precision) returns double precision
    language sql immutable parallel safe
    return 2 * 6371008.8 * asin(least(1, sqrt(power(sin(radians(rounded_degrees(lat2 - lat1)) / 2), 2)
        + cos(radians(rounded_degrees(lat1))) * cos(radians(rounded_degrees(lat2)))
            * power(sin(radians(rounded_degrees(long2 - long1)) / 2), 2))));
