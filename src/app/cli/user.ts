import { sql } from 'drizzle-orm';
import { inviteMember, renewLink } from '#accounts/members/index.ts';
import { makeOrganisation } from '#accounts/organisation/index.ts';
import type { Writer } from '#platform/audit/audit.ts';
import { roles, type Role } from '#platform/auth/permissions.ts';
import { Failure, inTerminal } from '#platform/config/failure.ts';
import { row, type Database } from '#platform/db/db.ts';
import { type CliContext, type Command, onlyOptions, required, UsageError } from './command.ts';

export const add: Command = {
  name: 'user add',
  summary: {
    en: 'Adds a member and prints a one-time link, with which they choose a password. The link holds for seven days.',
    ja: 'メンバーを追加し、パスワードを設定するための 1 回限りのリンクを表示します。リンクは 7 日間有効です。',
  },
  usage: {
    en: `--email ADDRESS --name NAME --role ROLE

  --email ADDRESS  the address to sign in with
  --name NAME      as colleagues read it
  --role ROLE      ${roles.join(', ')}`,
    ja: `--email ADDRESS --name NAME --role ROLE

  --email ADDRESS  サインインに使うメールアドレス
  --name NAME      画面に表示する氏名
  --role ROLE      ${roles.join(', ')}`,
  },
  options: { email: { type: 'string' }, name: { type: 'string' }, role: { type: 'string' } },
  async run(context, args) {
    onlyOptions(args);
    const [email, name, role] = [address(required(args, 'email')), required(args, 'name'), required(args, 'role')];
    if (!roles.includes(role as Role))
      throw new UsageError({ en: `--role must be one of ${roles.join(', ')}.`, ja: `--role は ${roles.join(', ')} のいずれかで指定してください。` });
    const database = await context.database();
    if (await makeOrganisation(writer(context, database))) {
      context.note(
        inTerminal({
          en: 'There was no organisation yet: one was made with the usual settings. Please change its name under Settings.',
          ja: '組織が未登録だったため、標準の設定で作成しました。名称は設定画面で変更してください。',
        }),
      );
    }
    if (await find(database, email)) {
      throw new Failure({
        en: `${email} is a member already; banso user link --email ${email} prints a new link.`,
        ja: `${email} はすでに登録されています。新しいリンクは banso user link --email ${email} で発行できます。`,
      });
    }
    const { link } = await inviteMember(writer(context, database), { email, name, role: role as Role }, context.config.url);
    context.out(link.url);
  },
};

export const link: Command = {
  name: 'user link',
  summary: {
    en: 'Prints a new one-time link for a member: the invitation again, or to set another password (24 hours).',
    ja: 'メンバーの 1 回限りのリンクを再発行します。招待中の方には招待、登録済みの方にはパスワード再設定のリンク（24 時間有効）です。',
  },
  usage: { en: '--email ADDRESS', ja: '--email ADDRESS' },
  options: { email: { type: 'string' } },
  async run(context, args) {
    onlyOptions(args);
    const email = address(required(args, 'email'));
    const database = await context.database();
    const found = await find(database, email);
    const made = found && (await renewLink(writer(context, database), found.id, context.config.url));
    if (!made) {
      throw new Failure({ en: `There is no active member with the address ${email}.`, ja: `${email} の有効なメンバーは見つかりません。` });
    }
    context.out(made.link.url);
  },
};

function address(text: string): string {
  const email = text.trim().toLowerCase();
  if (!/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(email)) {
    const given = JSON.stringify(text);
    throw new UsageError({
      en: `--email must be a mail address, but it is ${given}.`,
      ja: `--email にはメールアドレスを指定してください（現在の値: ${given}）。`,
    });
  }
  return email;
}

function find(database: Database, email: string): Promise<{ id: string } | undefined> {
  return row(database.db, sql`select id from members where lower(email) = ${email}`);
}

function writer(context: CliContext, database: Database): Writer {
  return { database, clock: context.clock, actor: { kind: 'system', name: 'banso', cli: true } };
}
