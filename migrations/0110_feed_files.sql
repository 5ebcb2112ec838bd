-- Which file of a watched folder an import took, so that none is taken twice and none is passed over.
alter table imports add column feed_file text;
update imports i set feed_file = f.last_fingerprint from import_feeds f
where f.kind = 'folder' and i.import_id = (select max(l.import_id::text)::uuid from imports l where l.feed_id = f.feed_id);
create index imports_of_feed on imports (feed_id, feed_file) where feed_id is not null;
alter table import_feeds drop column last_fingerprint;
