import { changedFields, write, type Writer } from '#platform/audit/audit.ts';
import { noOrganisation } from '#platform/organisation/organisation.ts';
import { insertOrganisation } from './store.ts';

/** Makes an organisation with the usual settings, for scripts that come before the first visit; false when there is one. */
export async function makeOrganisation(writer: Writer): Promise<boolean> {
  const { exists: _exists, ...usual } = { ...noOrganisation, name: 'Banso' };
  return write(writer, 'organisation.create', async (tx, audit) => {
    const made = await insertOrganisation(tx, usual, writer.clock());
    audit(made ? { noun: 'organisation', id: '1', label: usual.name, changes: changedFields({}, usual) } : null);
    return made;
  });
}
