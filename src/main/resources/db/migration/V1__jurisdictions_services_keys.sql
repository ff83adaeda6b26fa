-- The catalog: what a jurisdiction's document says, as rows that the requests can be joined with.

create table jurisdiction (
    jurisdiction_id     text primary key,
    name                text        not null,
    time_zone           text        not null,
    contact             text        not null,
    key_service         text        not null,
    endpoint_type       text        not null check (endpoint_type in ('test', 'production')),
    boundary            text,                 -- GeoJSON, null: no boundary
    working_days        text,                 -- 'MONDAY,TUESDAY'; null: every day, around the clock
    working_from        time,
    working_to          time,
    holidays            date[]      not null,
    document            text        not null, -- as it was put
    document_media_type text        not null,
    file_hash           text,                 -- SHA-256 of the start-up file that was applied last
    version             bigint      not null, -- one more with each document; caches compare it
    changeset           timestamptz not null  -- for discovery, whole seconds
);

create table service (
    jurisdiction_id text    not null references jurisdiction,
    service_code    text    not null,
    position        integer not null,
    service_name    text    not null,
    description     text    not null,
    type            text    not null check (type in ('realtime', 'batch', 'blackbox')),
    acceptance      text    not null check (acceptance in ('automatic', 'manual')),
    public          boolean not null,
    offered         boolean not null,         -- false: not active, or no longer in the document
    keywords        text    not null,
    service_group   text    not null,
    agency_name     text,
    service_notice  text,
    expected_within text,                     -- ISO 8601
    attributes      text    not null,         -- JSON array, in order
    primary key (jurisdiction_id, service_code)
);

create table api_key (
    id                 uuid primary key,
    key_hash           bytea       not null unique, -- SHA-256: keys are 256 random bits, so nothing slower is needed
    name               text        not null,
    contact            text,
    scopes             text[]      not null,
    jurisdiction_ids   text[]      not null,        -- empty: all
    created_datetime   timestamptz not null,
    last_used_datetime timestamptz,
    revoked_datetime   timestamptz
);
