-- Requests that have changed later than their updated_datetime tells: updates that arrived late, requests that were hidden
-- and shown again. Whoever asks for changes in the order of the updates gets these beside the others, see ServiceRequests.
create index service_request_changed_late
    on service_request (jurisdiction_id, changed_datetime)
    where changed_datetime - updated_datetime >= interval '1 second';
