-- How many calls a minute a key may make; null: as many as the server's configuration says.

alter table api_key add column rate_limit integer check (rate_limit > 0);
