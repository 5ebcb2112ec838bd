import { addKey } from '#accounts/keys/index.ts';
import type { Scope } from '#platform/auth/permissions.ts';
import { dayOf, isDay } from '#platform/clock/days.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { type CliArgs, type Command, onlyOptions, required, UsageError } from './command.ts';

const scopes: readonly Scope[] = ['ingest', 'read', 'write'];

export const add: Command = {
  name: 'key add',
  summary: {
    en: 'Makes a key and prints only the key. It is shown this once; only its hash is kept.',
    ja: 'キーを発行し、キーだけを表示します。表示はこの 1 回限りで、保存するのはハッシュ値のみです。',
  },
  usage: {
    en: `--name NAME --scope SCOPE [--source SOURCE] [--history] [--expires DATE]

  --name NAME      what it is for, as shown under Settings
  --scope SCOPE    ingest: send events (a Segment write key); read: read everything; write: what ops may do
  --source SOURCE  where its data comes from, such as web-app
  --history        what it sends is the past: facts become known at the date they carry
  --expires DATE   the last day on which it works, such as 2027-03-31`,
    ja: `--name NAME --scope SCOPE [--source SOURCE] [--history] [--expires DATE]

  --name NAME      用途（設定画面に表示されます）
  --scope SCOPE    ingest: 利用ログの送信（Segment の書き込みキー）、read: すべての読み取り、write: ops の権限
  --source SOURCE  データの取り込み元（例: web-app）
  --history        過去のデータを送るキー。事実はその日付の時点で分かっていたものとして扱います
  --expires DATE   有効期限の日（例: 2027-03-31）`,
  },
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
    if (wish.expiresOn && wish.expiresOn < dayOf(context.clock(), timeZone))
      throw new UsageError({ en: '--expires must be today or later.', ja: '--expires には今日以降の日付を指定してください。' });
    const { secret } = await addKey({ database, clock: context.clock, actor: { kind: 'system', name: 'banso', cli: true } }, wish, timeZone);
    context.out(secret);
  },
};

function read(args: CliArgs) {
  const [name, scope] = [required(args, 'name'), required(args, 'scope')];
  const { source, expires, history } = args.values;
  if (!scopes.includes(scope as Scope))
    throw new UsageError({ en: `--scope must be one of ${scopes.join(', ')}.`, ja: `--scope は ${scopes.join(', ')} のいずれかで指定してください。` });
  if (typeof source === 'string' && !/^[a-z0-9][a-z0-9_-]{0,62}$/.test(source))
    throw new UsageError({ en: '--source must be lower-case letters, digits, - and _.', ja: '--source は半角の英小文字・数字・- ・_ で指定してください。' });
  if (typeof expires === 'string' && !isDay(expires))
    throw new UsageError({ en: '--expires must be a date such as 2027-03-31.', ja: '--expires は 2027-03-31 のような日付で指定してください。' });
  return {
    name,
    scope: scope as Scope,
    source: typeof source === 'string' ? source : null,
    history: history === true,
    expiresOn: typeof expires === 'string' ? expires : null,
  };
}
