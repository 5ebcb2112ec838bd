-- What two-factor needs to lock an account after too many wrong codes.
alter table auth_two_factors add column failed_verification_count integer default 0, add column locked_until timestamptz;
create index auth_two_factors_user on auth_two_factors (user_id);

-- local: attempts counted by a hash of what is tried (address and client, address, client), so that guessing is slow.
create table sign_in_attempts (key text primary key, attempts integer not null, since timestamptz not null);

-- The moment from which next_time_zone holds: the end of the day on which it was chosen.
alter table organisation add column next_time_zone_at timestamptz;

-- One request, one mail: a job that runs twice finds its row.
alter table member_links add column request_id uuid unique;
create index member_links_member on member_links (member_id);
