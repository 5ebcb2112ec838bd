import { accountsTarget, contactsTarget, type ImportTarget } from '#accounts/imports/index.ts';
import { contractsTarget } from '#signals/contracts/index.ts';
import { eventsTarget } from '#signals/events/index.ts';

/** What a file can become, one line a noun. */
export const importTargets: ImportTarget[] = [accountsTarget, contactsTarget, contractsTarget, eventsTarget];
