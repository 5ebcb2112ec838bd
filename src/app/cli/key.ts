import { addKey } from '#accounts/keys/index.ts';
import type { Scope } from '#platform/auth/permissions.ts';
import { dayOf, isDay } from '#platform/clock/days.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { type CliArgs, type Command, onlyOptions, required, UsageError } from './command.ts';

const scopes: readonly Scope[] = ['ingest', 'read', 'write'];

export const add: Command = {
  name: 'key add',
  summary: 'Makes a key and prints only the key. It is shown this once; only its hash is kept.',
  usage: `--name NAME --scope SCOPE [--source SOURCE] [--history] [--expires DATE]

  --name NAME      what it is for, as shown under Settings
  --scope SCOPE    ingest: send events (a Segment write key); read: read everything; write: what ops may do
  --source SOURCE  where its data comes from, such as web-app
  --history        what it sends is the past: facts become known at the date they carry
  --expires DATE   the last day on which it works, such as 2027-03-31`,
  options: {
    name: { type: 'string' },
    scope: { type: 'string' },
    source: { type: 'string' },
    history: { type: 'boolean' },
    expires: { type: 'string' },
  },
  async run(context, args) {
    onlyOptions(args);
    const wish = read(args);
    const database = await context.database();
    const { timeZone } = await readOrganisation(database.db);
    if (wish.expiresOn && wish.expiresOn < dayOf(context.clock(), timeZone)) throw new UsageError('--expires must be today or later.');
    const { secret } = await addKey({ database, clock: context.clock, actor: { kind: 'system', name: 'banso', cli: true } }, wish, timeZone);
    context.out(secret);
  },
};

function read(args: CliArgs) {
  const [name, scope] = [required(args, 'name'), required(args, 'scope')];
  const { source, expires, history } = args.values;
  if (!scopes.includes(scope as Scope)) throw new UsageError(`--scope must be one of ${scopes.join(', ')}.`);
  if (typeof source === 'string' && !/^[a-z0-9][a-z0-9_-]{0,62}$/.test(source)) throw new UsageError('--source must be lower-case letters, digits, - and _.');
  if (typeof expires === 'string' && !isDay(expires)) throw new UsageError('--expires must be a date such as 2027-03-31.');
  return {
    name,
    scope: scope as Scope,
    source: typeof source === 'string' ? source : null,
    history: history === true,
    expiresOn: typeof expires === 'string' ? expires : null,
  };
}
