-- Fills the tables with the requests of a city: some services are common and most are rare, places lie in
-- neighbourhoods, three years have summers, weekends and nights, and end today. Pseudo-random by hashes of the row's
-- number alone, so that the same day, settings and catalog give the same rows on every machine.
--
-- Settings, by "set bench.rows = …" before, or by PGOPTIONS='-c bench.rows=…':
--   bench.rows          how many requests
--   bench.jurisdiction  of which jurisdiction, whose services must be there (default bench.example, see city.yaml)
--   bench.box           west,south,east,north of the city
--   bench.today         the day on which the three years end (default today)
--
-- One transaction: readers of changes see all of it at once, or nothing. Needs no right but to write the tables.

begin;

-- Fractions of [0, 1); what differs between uses of one row is the salt.
create or replace function pg_temp.fraction(n bigint, salt bigint) returns double precision
    language sql immutable parallel safe
    return ((hashint8extended(n, salt) >> 12) & 4503599627370495) / 4503599627370496.0::double precision;

-- Bell-shaped around 0 with a deviation of 1, never beyond 3.5; sums alone, which all machines round alike.
create or replace function pg_temp.bell(n bigint, salt bigint) returns double precision
    language sql immutable parallel safe
    return (((hashint8extended(n, salt) & 65535) + ((hashint8extended(n, salt) >> 16) & 65535)
        + ((hashint8extended(n, salt) >> 32) & 65535) + ((hashint8extended(n, salt) >> 48) & 65535)) / 65536.0 - 2)
        ::double precision * 1.7320508;

create or replace function pg_temp.choice(texts text[], n bigint, salt bigint) returns text
    language sql immutable parallel safe
    return texts[1 + floor(pg_temp.fraction(n, salt) * cardinality(texts))::integer];

create temporary table city on commit drop as
select coalesce(nullif(current_setting('bench.jurisdiction', true), ''), 'bench.example') as jurisdiction_id,
       current_setting('bench.rows')::bigint as requests,
       ((coalesce(nullif(current_setting('bench.today', true), '')::date, (now() at time zone 'utc')::date))
           ::timestamp at time zone 'utc') as today,
       string_to_array(coalesce(nullif(current_setting('bench.box', true), ''), '-71.20,42.70,-70.90,42.90'), ',')
           ::double precision[] as box,
       (select last_value - case when is_called then 0 else 1 end from service_request_id) as last_id,
       (select last_value - case when is_called then 0 else 1 end from service_request_event_id) as last_event_id;

-- The k-th service of the document comes 1/k as often as the first.
create temporary table offer on commit drop as
select s.*,
       row_number() over by_position::integer as place,
       (sum(1.0 / (s.position - s.first + 1)) over by_position
           / sum(1.0 / (s.position - s.first + 1)) over ())::double precision as share,
       s.attribute ->> 'code' as answered,
       (select array_agg(option ->> 'key' order by at)
        from jsonb_array_elements(s.attribute -> 'values') with ordinality as options (option, at)) as answers
from (select service.*, min(position) over () as first, attributes::jsonb -> 0 as attribute
      from service join city using (jurisdiction_id)) s
window by_position as (order by s.position, s.service_code);

create temporary table neighbourhood on commit drop as
select place,
       box[1] + (box[3] - box[1]) * (0.15 + 0.7 * pg_temp.fraction(place, 1)) as long,
       box[2] + (box[4] - box[2]) * (0.15 + 0.7 * pg_temp.fraction(place, 2)) as lat,
       (box[3] - box[1]) * (0.01 + 0.03 * pg_temp.fraction(place, 3)) as width,
       (box[4] - box[2]) * (0.01 + 0.03 * pg_temp.fraction(place, 4)) as height,
       (sum(1.0 / place) over (order by place) / sum(1.0 / place) over ())::double precision as share
from city, generate_series(1, 25) as place;

-- How much of everything has come in by the end of each day, and of a day by the end of each hour.
create temporary table rhythm on commit drop as
select (select array_agg(share order by day)
        from (select day, (sum(weight) over (order by day) / sum(weight) over ())::double precision as share
              from (select day,
                           case extract(isodow from today + make_interval(days => day - 1096))
                               when 6 then 0.5 when 7 then 0.35 when 1 then 1.25 else 1 end
                               -- Summer is busier than winter, and the last year busier than the first.
                               * (1 - abs(extract(doy from today + make_interval(days => day - 1096)) - 190) / 400)
                               * (1 + day / 4000.0) * (0.8 + 0.4 * pg_temp.fraction(day, 5)::numeric) as weight
                    from city, generate_series(0, 1095) as day) as days) as shares) as days,
       (select array_agg((sum::double precision) order by hour)
        from (select hour, sum(weight) over (order by hour) / sum(weight) over () as sum
              from unnest(array[8, 5, 3, 2, 2, 3, 5, 9, 14, 22, 30, 38, 46, 52, 56, 58, 56, 50, 44, 38, 32, 26, 20, 13]::numeric[])
                       with ordinality as hours (weight, hour)) as shares) as hours;

-- When, what and where. Each step keeps its value ("offset 0"), so that none is worked out more than once a row.
create temporary table arrival on commit drop as
select n,
       date_trunc('second', today + make_interval(days => day - 1096, hours => hour)
           + interval '1 hour' * least(1, (of_the_day - coalesce(hours[hour], 0)) / (hours[hour + 1] - coalesce(hours[hour], 0))))
           as requested,
       width_bucket(pg_temp.fraction(n, 6), offers) + 1 as offer,
       width_bucket(pg_temp.fraction(n, 7), neighbourhoods) + 1 as neighbourhood
from (select *, least(width_bucket(of_the_day, hours), 23) as hour
      from (select *, (passed - coalesce(days[day], 0)) / (days[day + 1] - coalesce(days[day], 0)) as of_the_day
            from (select *, least(width_bucket(passed, days), 1095) as day
                  from (select n, today, days, hours, n::double precision / requests as passed,
                               (select array_agg(share order by place) from offer) as offers,
                               (select array_agg(share order by place) from neighbourhood) as neighbourhoods
                        from city, rhythm, generate_series(1, requests) as n
                        offset 0) as a
                  offset 0) as b
            offset 0) as c
      offset 0) as d;

analyze offer;
analyze neighbourhood;
analyze arrival;

-- Every request, in the order in which they came in. They end at the very beginning of today: never in the future.
create temporary table report on commit drop as
select city.jurisdiction_id,
       last_id + n as id,
       n,
       offer.service_code,
       offer.type,
       offer.answered,
       offer.answers,
       requested,
       case when offer.type = 'batch'
                 and (offer.acceptance = 'manual' and requested > today - interval '14 days' and pg_temp.fraction(n, 11) < 0.5)
            then null else requested + interval '15 seconds' * (offer.type = 'batch')::integer end as accepted,
       case when offer.expected_within is null then null else requested + interval '14 days' end as expected,
       -- Half of what will be closed is closed within a week, the rest within four months.
       case when pg_temp.fraction(n, 12) < 0.88
                 and requested + interval '1 hour' + interval '120 days' * power(pg_temp.fraction(n, 13), 4) <= today
            then date_trunc('second', requested + interval '1 hour' + interval '120 days' * power(pg_temp.fraction(n, 13), 4))
       end as closed,
       pg_temp.choice(array['fixed', 'fixed', 'fixed', 'no_further_action', null, null], n, 14) as outcome,
       pg_temp.choice(array['Done: the crew has been there.', 'Repaired within the regular round.',
                            'Nothing was found at this place.', 'Cleaned & checked <twice>.',
                            'Handed to the owner of the lot; réparé.', 'The work order has been finished.'], n, 15) as ending,
       case when pg_temp.fraction(n, 16) < 0.3
                 and requested + interval '30 minutes' * (1 + pg_temp.fraction(n, 17)) <= today
            then date_trunc('second', requested + interval '30 minutes' * (1 + pg_temp.fraction(n, 17))) end as looked_at,
       pg_temp.fraction(n, 18) < 0.01 as hidden,
       pg_temp.fraction(n, 19) < 0.01 and n > 1000 as merged,
       pg_temp.fraction(n, 20) < 0.9 as located,
       round((neighbourhood.long + neighbourhood.width * pg_temp.bell(n, 21))::numeric, 6)::double precision as long,
       round((neighbourhood.lat + neighbourhood.height * pg_temp.bell(n, 22))::numeric, 6)::double precision as lat,
       case when pg_temp.fraction(n, 23) < 0.05 then pg_temp.choice((select array_agg(distinct agency_name) from offer), n, 24) end
           as agency
from city,
     arrival
         join offer on offer.place = arrival.offer
         join neighbourhood on neighbourhood.place = arrival.neighbourhood;

insert into service_request (jurisdiction_id, id, service_request_id, service_code, type, token, accepted_datetime,
                             visibility, status, detailed_status, status_notes, description, agency_responsible,
                             requested_datetime, updated_datetime, changed_datetime, expected_datetime,
                             address, address_id, zipcode, lat, long, media_urls, attributes, channel, duplicate_of)
select jurisdiction_id,
       id,
       id::text,
       service_code,
       type,
       case when type = 'batch' then md5('token ' || id) end,
       accepted,
       case when hidden then 'hidden' else 'public' end,
       case when closed is null then 'open' else 'closed' end,
       case when closed is not null then outcome when looked_at is not null then 'investigating' end,
       case when closed is not null then ending when looked_at is not null then 'Someone has been there to look.' end,
       pg_temp.choice(array['There is something wrong', 'It has been like this for a week', 'Please send someone',
                            'Third time that I report this', 'A neighbour told me', 'Hay un problema aquí', 'Gefährlich',
                            'On my way to work I saw it', 'My mother tripped', 'Same as last year'], n, 31) || ' '
           || pg_temp.choice(array['next to the <b>school</b>', 'at the corner of the street', 'in front of the café',
                                   'behind the library', 'by the bus stop & the bench', 'near the river', 'across from the church',
                                   'in the middle of the road', 'beside the playground', 'on the bridge'], n, 32) || ', '
           || pg_temp.choice(array['it blocks the whole sidewalk', 'and it gets worse when it rains', 'children play there',
                                   '"urgent", they say', 'la señora de la esquina también lo vio', 'water runs into the cellar',
                                   'nobody has come so far', 'please hurry 🚧', 'it smells', 'cars swerve around it'], n, 33) || '. '
           || pg_temp.choice(array['Thank you!', 'Call me after 5 p.m.', 'See the picture.', 'I pay my taxes.', 'Merci d''avance',
                                   'It is about the size of a car', '谢谢', 'House number ' || n % 400], n, 34),
       agency,
       requested,
       coalesce(closed, looked_at, requested),
       greatest(closed, looked_at, requested),
       expected,
       case when not located or pg_temp.fraction(n, 35) < 0.7
            then 1 + floor(pg_temp.fraction(n, 36) * 400) || ' '
                || pg_temp.choice(array['Main', 'Water', 'Summer', 'Chestnut', 'Río', 'Washington', 'Elm', 'Church', 'Mill', 'Lake',
                                        'Park', 'Hill', 'Maple', 'Pleasant', 'Groveland', 'River', 'Cedar', 'Winter', 'Kenoza',
                                        'High'], n, 37) || ' '
                || pg_temp.choice(array['Street', 'Street', 'Street', 'Avenue', 'Road', 'Lane'], n, 38) end,
       case when pg_temp.fraction(n, 39) < 0.1 then (100000 + floor(pg_temp.fraction(n, 40) * 20000))::text end,
       case when pg_temp.fraction(n, 41) < 0.5 then pg_temp.choice(array['01830', '01831', '01832', '01835'], n, 42) end,
       case when located then lat end,
       case when located then long end,
       case when pg_temp.fraction(n, 43) < 0.25 then array['https://example.org/pictures/' || id || '.jpg'] else '{}' end,
       case when answers is null then '[]'
            else json_build_array(json_build_object('code', answered, 'values',
                                                    json_build_array(pg_temp.choice(answers, n, 44))))::text end,
       pg_temp.choice(array['open311', 'open311', 'open311', 'phone', 'web'], n, 45),
       case when merged then id - 1 - floor(pg_temp.fraction(n, 46) * 900)::bigint end
from report
order by report.id;

insert into reporter (jurisdiction_id, request_id, email, first_name, last_name, phone)
select jurisdiction_id,
       id,
       case when pg_temp.fraction(n, 51) < 0.8 then 'person' || floor(pg_temp.fraction(n, 52) * 50000) || '@example.org' end,
       pg_temp.choice(array['Ana', 'John', 'Mei', 'Zoë', 'Sam', 'Fatima', 'José', 'Ruth'], n, 53),
       pg_temp.choice(array['Smith', 'García', 'Nguyen', 'O''Neill', 'Brown', 'Müller'], n, 54),
       case when pg_temp.fraction(n, 55) < 0.3 then '555-' || lpad(floor(pg_temp.fraction(n, 56) * 10000)::text, 4, '0') end
from report
where pg_temp.fraction(n, 57) < 0.6
order by report.id;

-- What happened, in the order in which it did.
insert into service_request_event (jurisdiction_id, event_id, request_id, service_request_id, kind, public, status,
                                   detailed_status, description, service_code, updated_datetime, recorded_datetime, era, told, was_public)
select jurisdiction_id,
       last_event_id + row_number() over (order by happened, id, step),
       id,
       id::text,
       kind,
       public,
       status,
       detailed_status,
       description,
       code,
       happened,
       happened,
       (select current_change_era()), -- once, and not as the default of every row
       case
           when type = 'blackbox' then null
           when kind = 'submitted' then 'created'
           when kind <> 'updated' then 'removed'
           when status = 'closed' then 'closed'
           else 'updated'
           end,
       kind <> 'submitted' and type <> 'blackbox'
from city
         join (select jurisdiction_id, id, type, 1 as step, 'submitted' as kind, true as public, 'open' as status,
                      null as detailed_status, null as description, service_code as code, requested as happened
               from report
               union all
               select jurisdiction_id, id, type, 2, 'updated', true, 'open', 'investigating', 'Someone has been there to look.', null,
                      looked_at
               from report
               where looked_at is not null
               union all
               select jurisdiction_id, id, type, 3, 'updated', true, 'closed', outcome, ending, null, closed
               from report
               where closed is not null
               union all
               select jurisdiction_id, id, type, 4, kind, false, null, null, 'Generated', null, greatest(closed, looked_at, requested)
               from report,
                    lateral (select 'hidden' as kind where hidden union all select 'merged' where merged) as k) as e
              using (jurisdiction_id)
order by 2;

select setval('service_request_id', max(id)) from report;
select setval('service_request_event_id', max(event_id)) from service_request_event;

commit;

analyze service_request, service_request_event, reporter;
