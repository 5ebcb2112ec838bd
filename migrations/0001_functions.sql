-- Functions used in keys, search and rules of time. No extensions: they must exist on any Postgres 15 or later.

-- RFC 9562 version 7, so that rows made by set-based SQL get ordered ids too (uuidv7() exists only from Postgres 18).
create function banso_uuid7() returns uuid language sql volatile parallel safe as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
        from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

-- One folding for everything searched: NFKC (full and half width), lower case, katakana to hiragana.
create function fold_text(t text) returns text language sql immutable parallel safe as $$
  select translate(lower(normalize(coalesce(t, ''), NFKC)),
    'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶ',
    'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖ')
$$;

-- Two-character pieces of the folded text without spaces; a name of two characters is found by an index too.
create function bigrams(t text) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct substr(f, i, 2)), '{}')
  from (select regexp_replace(fold_text(t), '\s+', '', 'g') as f) x,
       generate_series(1, greatest(length(f) - 1, 0)) as i
$$;
