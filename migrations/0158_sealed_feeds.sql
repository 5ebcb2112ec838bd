-- The address of a feed may carry a password or a token: `sealed` keeps it encrypted, `location` what may be shown of it.
-- SQL cannot encrypt: addresses of before are sealed when Banso starts, and used as they are until then.
alter table import_feeds add column sealed text;
alter table import_feeds add constraint import_feeds_sealed check (sealed is null or kind = 'https');
-- The audit log was told values of queries, unless their name said that they are secret.
create function pg_temp.shown(location text) returns text language sql immutable as $$
  select regexp_replace(regexp_replace(regexp_replace(location, '^(https?://[^/?#@:]*:)[^/?#@]+@', '\1***@', 'i'),
    '^(https?://)[^/?#@:]+:?@', '\1***@', 'i'), '([?&])([^=&#]*=)?[^&#]+', '\1\2***', 'g')
$$;
update audit_log set changes = jsonb_set(changes, '{location}', (
  select jsonb_agg(case when jsonb_typeof(v) = 'string' then to_jsonb(pg_temp.shown(v #>> '{}')) else v end order by n)
  from jsonb_array_elements(changes -> 'location') with ordinality as l(v, n)))
where noun = 'feed' and jsonb_typeof(changes -> 'location') = 'array' and changes ->> 'location' like '%://%';
