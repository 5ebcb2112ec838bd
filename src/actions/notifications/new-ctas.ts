import { sql } from 'drizzle-orm';
import { rows, transaction, type Db } from '#platform/db/db.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import { notifyEach, type Notification } from './store.ts';

type NewCta = { memberId: string; ctaId: string; accountId: string; accountName: string; title: string };

/** Tells owners of the CTAs that rules and playbooks made for them, those of one moment in one word. */
export const tellNewCtas: Job = {
  name: 'notifications.ctas',
  once: true,
  cron: '* * * * *',
  async run({ database, clock }) {
    const now = clock();
    await transaction(database, async (tx) => {
      const byOwner = new Map<string, NewCta[]>();
      for (const one of await untoldCtas(tx, now)) byOwner.set(one.memberId, [...(byOwner.get(one.memberId) ?? []), one]);
      const words = [...byOwner].map(([memberId, theirs]) => ({ memberId, ...newCtaWords(theirs) }));
      if (words.length) await notifyEach(tx, words, now);
    });
  },
};

/** Each is told once: the row in the ledger is written where it is found. What is beyond the slots is in the digest alone. */
function untoldCtas(tx: Db, now: Date): Promise<NewCta[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  return rows(
    tx,
    sql`with told as (
      insert into notification_deliveries (member_id, thing, way, kind, created_at)
      select c.owner_id, 'cta:' || c.cta_id, 'bell', 'ctas', ${at} from ctas c join members m on m.id = c.owner_id and m.status = 'active'
      where c.status in ('open', 'doing') and c.slot <> 'overflow' and c.created_by is null and not c.is_sample and c.created_at > ${at} - interval '1 day'
      on conflict do nothing returning member_id, thing)
    select t.member_id as "memberId", c.cta_id as "ctaId", c.account_id as "accountId", a.name as "accountName", c.title
    from told t join ctas c on c.owner_id = t.member_id and 'cta:' || c.cta_id = t.thing join accounts a on a.account_id = c.account_id
    order by t.member_id, c.rank desc, c.cta_id`,
  );
}

function newCtaWords(ctas: readonly NewCta[]): Notification {
  const [first] = ctas;
  const said = { kind: 'ctas', dedupeKey: `ctas:${first!.ctaId}`, inDigest: false } as const;
  if (ctas.length === 1) {
    const body = { ja: first!.accountName, en: first!.accountName };
    return {
      ...said,
      title: { ja: `新しいCTA「${first!.title}」`, en: `New CTA “${first!.title}”` },
      body,
      link: `/ctas?cta=${first!.accountId}.${first!.ctaId}`,
    };
  }
  const names = [...new Set(ctas.map((one) => one.accountName))];
  const more = names.length > 3;
  const body = { ja: names.slice(0, 3).join('、') + (more ? ' ほか' : ''), en: names.slice(0, 3).join(', ') + (more ? ' and others' : '') };
  return { ...said, title: { ja: `新しいCTAが${ctas.length}件あります`, en: `${ctas.length} new CTAs` }, body, link: '/ctas' };
}
