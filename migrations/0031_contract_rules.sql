-- The arithmetic of contracts, once in SQL (src/signals/contracts/logic.ts is the same in TypeScript; a test holds both together).

-- MRR of a line: unit price × quantity ÷ months of its billing period, rounded half away from zero, once per line, so
-- that lines add up to their contract, product and account. div() is exact where numeric division is not.
create function line_mrr(unit_price bigint, quantity numeric, billing_months smallint) returns bigint language sql immutable parallel safe as $$
  select (sign(unit_price * quantity) * div(2 * abs(unit_price * quantity) + billing_months, 2 * billing_months::numeric))::bigint
$$;

-- The last day of a line; null: until further notice. A contract that renews by itself goes on until it is cancelled.
create function line_end(line_ends_on date, ends_on date, auto_renew boolean, cancelled_on date) returns date language sql immutable parallel safe as $$
  select least(
    case when line_ends_on < coalesce(ends_on, 'infinity') then line_ends_on end,
    case when cancelled_on is not null then coalesce(ends_on, cancelled_on) when not auto_renew then ends_on end)
$$;

-- By how many months a contract that renews by itself has moved on until as_of: whole terms, at least one month each.
create function roll_months(starts_on date, ends_on date, as_of date) returns integer language sql immutable parallel safe as $$
  select term * (k + case when (ends_on + 1 + make_interval(months => term * k))::date - 1 < as_of then 1 else 0 end)
  from (
    select term, greatest(1, months / term) as k from (
      select greatest(1, round((ends_on + 1 - starts_on) / 30.4375)::int) as term,
        ((extract(year from as_of) - extract(year from ends_on + 1)) * 12 + extract(month from as_of) - extract(month from ends_on + 1))::int as months
    ) a
  ) b
$$;

-- The end of the running term as of a day: when the next renewal falls due. Null: open-ended, or over.
create function renewal_day(starts_on date, ends_on date, auto_renew boolean, cancelled_on date, as_of date) returns date language sql immutable parallel safe as $$
  select case when ends_on >= as_of then ends_on
    when auto_renew and cancelled_on is null then (ends_on + 1 + make_interval(months => roll_months(starts_on, ends_on, as_of)))::date - 1 end
$$;

-- The notice deadline of the running term, moved along with it.
create function notice_day(notice_deadline_on date, starts_on date, ends_on date, auto_renew boolean, cancelled_on date, as_of date) returns date language sql immutable parallel safe as $$
  select case when coalesce(ends_on >= as_of, true) then notice_deadline_on
    when auto_renew and cancelled_on is null then (notice_deadline_on + make_interval(months => roll_months(starts_on, ends_on, as_of)))::date end
$$;
