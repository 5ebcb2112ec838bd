-- Whatever a file says of one customer, a sum stays a number that fits its column: the night of everybody must not stop at it.
create function whole_money(amount numeric) returns bigint language sql immutable parallel safe as $$
  select (case when amount > 9000000000000000000 then 9000000000000000000 when amount < -9000000000000000000 then -9000000000000000000 else amount end)::bigint
$$;
create function whole_count(n numeric) returns integer language sql immutable parallel safe as $$
  select (case when n > 2147483647 then 2147483647 else n end)::integer
$$;
-- A line counts with at most ten thousand trillion, up or down.
create or replace function line_mrr(unit_price bigint, quantity numeric, billing_months smallint) returns bigint language sql immutable parallel safe as $$
  select least(10000000000000000, greatest(-10000000000000000,
    sign(unit_price * quantity) * div(2 * abs(unit_price * quantity) + billing_months, 2 * billing_months::numeric)))::bigint
$$;
-- Null by next to nothing and of what is endless; next to nothing itself is 0. So ratios of ratios stay within bounds as well.
create function bounded_ratio(a float8, b float8) returns float8 language sql immutable parallel safe as $$
  select case when abs(b) between 1e-30::float8 and 1e30::float8 and abs(a) <= 1e30::float8 then case when abs(a) < 1e-30::float8 then 0 else a / b end end
$$;
