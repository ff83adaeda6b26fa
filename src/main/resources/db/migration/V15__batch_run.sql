-- The batch run accepts requests, and the history says so.

alter table service_request_event
    drop constraint service_request_event_kind_check,
    add constraint service_request_event_kind_check
        check (kind in ('submitted', 'accepted', 'updated', 'hidden', 'shown', 'merged', 'separated', 'followed', 'services'))
        not valid;
alter table service_request_event validate constraint service_request_event_kind_check;

create index service_request_waiting on service_request (jurisdiction_id, id) where accepted_datetime is null;
