-- Goals are found by their title too. Those that are there get their entries here, cut as the program cuts them.
alter table search_entries drop constraint search_entries_kind_check;
alter table search_entries add constraint search_entries_kind_check check (kind in ('account', 'contact', 'contract', 'activity', 'goal'));

insert into search_entries (account_id, kind, noun_id, title, folded, folded_body, grams)
select account_id, 'goal', goal_id, title, folded, body,
  array(select substr(x.t, i, 2) from (select concat_ws(chr(10), folded, nullif(body, '')) as t) x, generate_series(1, length(x.t) - 1) i)
from (select account_id, goal_id, title, search_text(title) as folded, left(search_text(measure), 2000) as body from goals offset 0) g;

create index search_entries_goals on search_entries using gin (grams) where kind = 'goal';
