-- Every key begins with the jurisdiction, so that rows can be partitioned or distributed by it.

create sequence service_request_id start 100001;

create table service_request (
    jurisdiction_id    text             not null,
    id                 bigint           not null,
    service_request_id text             not null,
    service_code       text             not null,
    type               text             not null, -- the service's type when the request was made
    token              text,
    accepted_datetime  timestamptz,               -- null: a batch request that waits
    visibility         text             not null check (visibility in ('public', 'hidden')),
    status             text             not null check (status in ('open', 'closed')),
    detailed_status    text,
    status_notes       text,
    description        text,
    agency_responsible text,                      -- null: the service's agency
    requested_datetime timestamptz      not null, -- whole seconds, as they go out
    updated_datetime   timestamptz      not null, -- whole seconds; of a closed request when it was closed
    changed_datetime   timestamptz      not null, -- the last change of any kind
    expected_datetime  timestamptz,
    address            text,
    address_id         text,
    zipcode            text,
    lat                double precision,
    long               double precision,
    media_urls         text[]           not null,
    attributes         text             not null, -- JSON: [{"code": "…", "values": ["…"]}]
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, service_request_id),
    foreign key (jurisdiction_id, service_code) references service
);

create unique index service_request_token on service_request (jurisdiction_id, token) where token is not null;
create index service_request_newest on service_request (jurisdiction_id, requested_datetime desc, id desc);
create index service_request_by_service
    on service_request (jurisdiction_id, service_code, requested_datetime desc, id desc);
create index service_request_by_status
    on service_request (jurisdiction_id, status, requested_datetime desc, id desc);

-- Personal data stands apart, so that no query of requests can let it out by accident.
create table reporter (
    jurisdiction_id text   not null,
    request_id      bigint not null,
    email           text,
    first_name      text,
    last_name       text,
    phone           text,
    device_id       text,
    account_id      text,
    primary key (jurisdiction_id, request_id),
    foreign key (jurisdiction_id, request_id) references service_request
);

-- The one source of history: a row for every change of a request, written with the change, never changed afterwards.
create sequence service_request_event_id;

create table service_request_event (
    jurisdiction_id    text        not null,
    event_id           bigint      not null,
    request_id         bigint      not null,
    kind               text        not null check (kind in ('submitted', 'updated')),
    public             boolean     not null,
    status             text check (status in ('open', 'closed')), -- null: the change left it alone
    detailed_status    text,
    description        text,
    media_url          text,
    service_code       text,
    agency_responsible text,
    updated_datetime   timestamptz not null, -- when it happened, whole seconds
    recorded_datetime  timestamptz not null, -- when this server learned of it
    key_id             uuid references api_key,
    update_id          text,                 -- the caller's
    primary key (jurisdiction_id, event_id),
    foreign key (jurisdiction_id, request_id) references service_request
);

create unique index service_request_event_update_id
    on service_request_event (jurisdiction_id, key_id, update_id) where update_id is not null;
create index service_request_event_of_request on service_request_event (jurisdiction_id, request_id, event_id);
create index service_request_event_updates
    on service_request_event (jurisdiction_id, updated_datetime, event_id) where public and kind = 'updated';
