-- The planner knows how latitudes and longitudes are spread but nothing of how points are, so that it would read a whole
-- city by service_request_place: that index is for small areas, this one for all others.
create index service_request_by_place on service_request (jurisdiction_id, lat, long);
