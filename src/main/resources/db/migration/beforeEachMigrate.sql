-- A migration may take as long as it needs, whatever the pool's connections are allowed (open311.query-timeout).
set local statement_timeout = 0;
