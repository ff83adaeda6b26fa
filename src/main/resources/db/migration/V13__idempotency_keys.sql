-- What was answered to calls that carried an Idempotency-Key, so that a repetition gets the same answer.
-- No foreign keys: an answer stays what it was, whatever becomes of the request that it tells of.

create table idempotency_key (
    jurisdiction_id  text        not null,
    key_id           uuid        not null, -- the caller's api_key
    hash             bytea       not null, -- of the Idempotency-Key, which itself is not kept
    fingerprint      bytea       not null, -- of what was sent, under the Idempotency-Key: nobody can guess it back
    expires_datetime timestamptz not null,
    answer           text[],               -- its parts without what the caller sent; null: the call is under way
    primary key (jurisdiction_id, key_id, hash)
);

create index idempotency_key_expired on idempotency_key (expires_datetime);
