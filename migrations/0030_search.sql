-- Search: a text to compare without legal forms and signs, pieces of two characters per field, an index per kind so that
-- a customer is never crowded out by a million contacts, and prefix indexes for numbers, addresses and readings.

-- Folded, without legal forms, spaces and signs. 株式会社 is in nearly every name: as pieces it would only cost.
create function search_text(t text) returns text language sql immutable parallel safe as $$
  select regexp_replace(regexp_replace(fold_text(t),
    '(株式会社|有限会社|合同会社|合資会社|合名会社|かぶしきがいしゃ|ゆうげんがいしゃ|ごうどうがいしゃ|\(株\)|\(有\)|\(同\)|co\., ?ltd\.?|, ?inc\.?$)', '', 'g'),
    '[\s・･,.。、()|/-]+', '', 'g')
$$;

create function search_grams(a text, b text, c text) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct g), '{}') from (
    select substr(a, i, 2) as g from generate_series(1, length(a) - 1) i
    union all select substr(b, i, 2) from generate_series(1, length(b) - 1) i
    union all select substr(c, i, 2) from generate_series(1, length(c) - 1) i) x
$$;

create function phone_digits(t text) returns text language sql immutable parallel safe as $$
  select regexp_replace(normalize(t, NFKC), '\D', '', 'g')
$$;

drop index search_entries_grams;
drop index search_entries_prefix;
alter table search_entries add column folded_kana text not null default '', add column folded_body text not null default '';

create index search_entries_accounts on search_entries using gin (grams) where kind = 'account';
create index search_entries_contacts on search_entries using gin (grams) where kind = 'contact';
create index search_entries_others on search_entries using gin (grams) where kind in ('contract', 'activity');
create index search_entries_prefix on search_entries (kind, folded text_pattern_ops);
create index search_entries_kana on search_entries (kind, folded_kana text_pattern_ops);

drop index accounts_corporate_number;
create index accounts_corporate_number on accounts (corporate_number text_pattern_ops) where corporate_number is not null;
drop index account_keys_external;
create index account_keys_external on account_keys (external_id text_pattern_ops);
drop index contacts_email;
create index contacts_email on contacts (lower(email) text_pattern_ops) where email is not null;
create index contacts_phone on contacts (phone_digits(phone) text_pattern_ops) where phone is not null;
create index contract_keys_external on contract_keys (external_id text_pattern_ops);
