/**
 * What a table may do once the data is spread over several machines (DATA-MODEL 8):
 * `account` is sharded by account_id, `reference` is small and everywhere, `local` stays where jobs and sessions are.
 */
export type TableKind = 'account' | 'reference' | 'local';

const declared = new Map<string, TableKind>();

/** Declares the kind of each table of a slice, by its name in the database; a test holds the schema against it. */
export function tableKinds(kinds: Record<string, TableKind>): void {
  for (const [name, kind] of Object.entries(kinds)) declared.set(name, kind);
}

/** Everything declared by the slices that are loaded. */
export function declaredKinds(): ReadonlyMap<string, TableKind> {
  return declared;
}
