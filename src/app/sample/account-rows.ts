import type { Cell } from '#platform/db/copy.ts';
import { addDays, daysBetween, type Day } from '#platform/clock/days.ts';
import type { Life } from './life.ts';
import type { Random } from './random.ts';
import { companyHeads, industries, regions, type Industry } from './words.ts';

export type Row = Record<string, Cell>;
/** One state of a row and the moment it became known. */
export type State = { at: Date; row: Row };
export type Person = { id: string; name: string; kana: string };
export type Staff = { csms: Person[]; onboarding: Person[]; sales: Person[] };

/** Nine in the morning in Japan: when people enter things. */
export const morning = (day: Day): Date => new Date(`${day}T00:00:00Z`);

/** The account itself and what it uses, as states over time. */
export function accountStates(r: Random, life: Life, index: number, today: Day): { id: string; states: State[]; touchModel: string; mrr: number } {
  const [industry, name, kana] = companyName(r, index);
  const known = life.terms[0]!.signedOn;
  const last = life.terms.at(-1)!;
  const mrr = last.seats * last.unitPrice * life.products.length;
  const touchModel = mrr >= 150_000 ? 'high' : mrr >= 60_000 ? 'hybrid' : mrr >= 15_000 ? 'low' : 'tech';
  const id = r.uuid(morning(known));
  const base: Row = {
    account_id: id,
    external_id: `S-${String(index + 1).padStart(6, '0')}`,
    name,
    kana,
    industry,
    employees: life.employees,
    region: r.weighted(regions.map(([n, w]) => [n, w] as const)),
    tags: ['サンプル', ...(r.chance(0.1) ? ['事例協力'] : []), ...(r.chance(0.08) ? ['紹介'] : [])],
    touch_model: touchModel,
    first_contract_on: life.startedOn,
    payment_status: life.fate === 'declining' && r.chance(0.15) ? 'late' : 'ok',
    attributes: {
      json: {
        plan: mrr >= 150_000 ? 'プレミアム' : mrr >= 30_000 ? 'スタンダード' : 'ライト',
        offices: Math.max(1, Math.round(life.employees / 60)),
        payroll_in_house: r.chance(0.6),
      },
    },
    is_sample: true,
    created_at: morning(known),
  };
  const states: State[] = [{ at: morning(known), row: { ...base, updated_at: morning(known) } }];
  if (life.churnedOn && life.churnedOn <= today) {
    const at = morning(life.churnedOn);
    states.push({ at, row: { ...base, churned_on: life.churnedOn, updated_at: at } });
  }
  return { id, states, touchModel, mrr };
}

function companyName(r: Random, index: number): [Industry, string, string] {
  const industry = r.pick(Object.keys(industries) as Industry[]);
  const [head, headKana] = r.pick(companyHeads);
  const [tail, tailKana] = r.pick(industries[industry] as readonly (readonly [string, string])[]);
  // Past a few thousand the pieces repeat; a second head keeps names apart.
  const [extra, extraKana] = index >= 400 ? r.pick(companyHeads) : ['', ''];
  const core = `${head}${extra}${tail}`;
  const name = tail === '会計事務所' ? core : r.chance(0.6) ? `株式会社${core}` : `${core}株式会社`;
  return [industry, name, `${headKana}${extraKana}${tailKana}`];
}

/** The products in use: phase, seats and onboarding dates, as states over time. */
export function productStates(life: Life, accountId: string, today: Day): State[][] {
  return life.products.map((productNo) => {
    const events: { on: Day; change: Row }[] = [
      { on: life.startedOn, change: { phase: 'onboarding', phase_since: life.startedOn, seats: life.terms[0]!.seats } },
    ];
    life.terms.slice(1).forEach((term) => events.push({ on: term.startsOn, change: { seats: term.seats } }));
    if (life.onboarding.doneOn)
      events.push({
        on: life.onboarding.doneOn,
        change: { phase: 'adoption', phase_since: life.onboarding.doneOn, onboarding_done_on: life.onboarding.doneOn },
      });
    const renewalFrom = addDays(life.terms.at(-1)!.endsOn, -90);
    if (life.onboarding.doneOn && renewalFrom > life.onboarding.doneOn)
      events.push({ on: renewalFrom, change: { phase: 'renewal', phase_since: renewalFrom } });
    if (life.churnedOn) events.push({ on: life.churnedOn, change: { phase: 'churned', phase_since: life.churnedOn, ended_on: life.churnedOn } });
    events.sort((a, b) => daysBetween(b.on, a.on));
    let row: Row = {
      account_id: accountId,
      product_no: productNo,
      started_on: life.startedOn,
      created_at: morning(life.startedOn),
      onboarding_started_on: life.onboarding.startedOn,
      onboarding_due_on: life.onboarding.dueOn,
    };
    return events
      .filter((e) => e.on <= today)
      .map((e) => {
        row = { ...row, ...e.change, updated_at: morning(e.on) };
        return { at: morning(e.on), row };
      });
  });
}
