-- Whoever makes a replay says so every few seconds: one that has fallen silent was interrupted, and is taken up again.
alter table replays add column beat_at timestamptz, add column attempts smallint not null default 0;
