import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { briefOf } from './brief.sql.ts';
import { contract } from './contract.ts';
import { questionsOf, sorted } from './logic.ts';

const on = implementSlice(contract);
type Names = { name: string }[];

export const routes = {
  get: on.get.handler(async ({ context, input: { accountId } }) => {
    const { db, actor, today, organisation } = context;
    const memberId = actor.kind === 'member' ? actor.id : null;
    const found = await briefOf(db, { accountId, memberId, today, timeZone: organisation.timeZone, now: context.clock() });
    if (!found) throw problem('NOT_FOUND', { ja: '顧客が見つかりません。', en: 'No such customer.' });
    const { attributes, meetings, ...rest } = found;
    const { facts, ...told } = sorted(attributes);
    const known = {
      ...rest,
      accountId,
      day: today,
      who: { ...rest.who, facts },
      ...told,
      journey: { ...rest.journey, products: (rest.journey.products as unknown as Names).map((p) => p.name) },
      relationship: { ...rest.relationship, segments: (rest.relationship.segments as unknown as Names).map((s) => s.name) },
      meetings: meetings.map((one) => ({ ...one, startsAt: new Date(one.startsAt) })),
    };
    return { ...known, ask: questionsOf(known) };
  }),
};
