-- What an attribute tells in the brief before a meeting. Null: its name decides, as it always did.
alter table attribute_definitions add column topic text check (topic in ('news', 'reputation', 'satisfaction', 'seminars', 'fit'));
