import { addDays, type Day } from '#platform/clock/days.ts';
import { morning, type Row, type State } from './account-rows.ts';
import type { Life } from './life.ts';
import type { Random } from './random.ts';

/** Contracts and their lines, as states over time. A lost renewal is known from the day notice was given. */
export function contractsOf(r: Random, life: Life, accountId: string, index: number, today: Day): { contracts: State[][]; lines: State[][] } {
  const contracts: State[][] = [];
  const lines: State[][] = [];
  life.terms.forEach((term, n) => {
    if (term.signedOn > today) return;
    const at = morning(term.signedOn);
    const id = r.uuid(at);
    const noticeOn = addDays(term.endsOn, -life.noticeDays);
    const row: Row = {
      account_id: accountId,
      contract_id: id,
      external_id: `S-${String(index + 1).padStart(6, '0')}-${n + 1}`,
      name: n === 0 ? '新規契約' : `更新契約（${n}回目）`,
      signed_on: term.signedOn,
      starts_on: term.startsOn,
      ends_on: term.endsOn,
      auto_renew: life.autoRenew,
      notice_deadline_on: noticeOn,
      currency: 'JPY',
      is_sample: true,
      created_at: at,
      updated_at: at,
    };
    const states: State[] = [{ at, row }];
    const isLast = n === life.terms.length - 1;
    const givenOn = addDays(noticeOn, -r.int(0, 20));
    if (isLast && life.churnedOn && givenOn > term.signedOn)
      states.push({ at: morning(givenOn), row: { ...row, cancelled_on: givenOn, updated_at: morning(givenOn) } });
    contracts.push(states);
    for (const productNo of life.products) lines.push([{ at, row: line(r, accountId, id, productNo, term, at) }]);
    if (n === 0)
      lines.push([
        {
          at,
          row: {
            ...line(r, accountId, id, life.products[0]!, term, at),
            kind: 'one_off',
            quantity: 1,
            unit_price: Math.max(50_000, term.seats * 1500),
            is_seats: false,
            ends_on: term.startsOn,
          },
        },
      ]);
  });
  return { contracts, lines };
}

function line(r: Random, accountId: string, contractId: string, productNo: number, term: Life['terms'][number], at: Date): Row {
  const yearly = term.seats >= 50 && r.chance(0.5);
  return {
    account_id: accountId,
    line_id: r.uuid(at),
    contract_id: contractId,
    product_no: productNo,
    kind: 'recurring',
    quantity: term.seats,
    unit_price: yearly ? term.unitPrice * 12 : term.unitPrice,
    billing_months: yearly ? 12 : 1,
    starts_on: term.startsOn,
    ends_on: term.endsOn,
    is_seats: true,
    created_at: at,
    updated_at: at,
  };
}
