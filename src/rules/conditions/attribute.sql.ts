export type AttributeKind = 'text' | 'number' | 'money' | 'date' | 'choice' | 'boolean';

/**
 * A custom attribute read from jsonb, as SQL text; what does not look like its kind counts as missing instead of
 * stopping the query. Keys are checked by the table to be [a-z0-9_], so they may stand in the text.
 */
export function attributeSql(kind: AttributeKind, alias: string, key: string): string {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(key)) throw new Error(`${key} is no attribute key`);
  const text = `(${alias}.attributes->>'${key}')`;
  switch (kind) {
    case 'number':
    case 'money':
      return `(case when ${text} ~ '^-?[0-9]{1,18}(\\.[0-9]{1,12})?$' then ${text}::float8 end)`;
    // The 30th of February is counted on into March, the year 0 is none: a cast would stop the whole query.
    case 'date':
      return `(case when ${text} ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' then (left(${text}, 8) || '01')::date + right(${text}, 2)::int - 1 end)`;
    case 'boolean':
      return `(case ${text} when 'true' then true when 'false' then false end)`;
    default:
      return `nullif(${text}, '')`;
  }
}
