import type { Day } from '#platform/clock/days.ts';
import { checkInput, problem, type Wrong } from '#platform/http/problem.ts';
import type { LineFields } from './store.ts';

export type GivenLine = Omit<LineFields, 'startsOn'> & { startsOn?: Day };
type Terms = { startsOn: Day; endsOn?: Day | null; noticeDeadlineOn?: Day | null; cancelledOn?: Day | null };
type Product = { productNo: number };

/** Refuses a contract whose days contradict each other; gives its lines with their start filled in. */
export function checkContract(terms: Terms, lines: readonly GivenLine[], products: readonly Product[], known: readonly string[] = []): LineFields[] {
  const errors: Wrong[] = [];
  const { startsOn, endsOn, noticeDeadlineOn, cancelledOn } = terms;
  if (endsOn && endsOn < startsOn)
    errors.push({ path: 'endsOn', message: { ja: '終了日は開始日以降にしてください。', en: 'The end cannot be before the start.' } });
  if (noticeDeadlineOn && endsOn && noticeDeadlineOn > endsOn)
    errors.push({ path: 'noticeDeadlineOn', message: { ja: '解約通知期限は終了日以前にしてください。', en: 'The notice deadline cannot be after the end.' } });
  if (noticeDeadlineOn && !endsOn)
    errors.push({
      path: 'noticeDeadlineOn',
      message: { ja: '解約通知期限には契約の終了日が必要です。', en: 'A notice deadline needs the end of the contract.' },
    });
  if (cancelledOn && !endsOn)
    errors.push({
      path: 'endsOn',
      message: { ja: '解約を記録するときは、契約の終了日を入力してください。', en: 'Enter the end of the contract when it is cancelled.' },
    });
  const whole = lines.map((line) => ({ ...line, startsOn: line.startsOn ?? startsOn }));
  whole.forEach((line, i) => {
    if (!products.some((p) => p.productNo === line.productNo))
      errors.push({ path: `lines.${i}.productNo`, message: { ja: '製品が見つかりません。', en: 'No such product.' } });
    if (line.startsOn < startsOn)
      errors.push({
        path: `lines.${i}.startsOn`,
        message: { ja: '明細の開始日は契約の開始日以降にしてください。', en: 'A line cannot start before its contract.' },
      });
    if (line.endsOn && line.endsOn < line.startsOn)
      errors.push({ path: `lines.${i}.endsOn`, message: { ja: '明細の終了日は開始日以降にしてください。', en: 'A line cannot end before it starts.' } });
    if (line.lineId && !known.includes(line.lineId))
      errors.push({ path: `lines.${i}.lineId`, message: { ja: 'この契約の明細ではありません。', en: 'This is not a line of this contract.' } });
  });
  if (errors.length) throw problem('BAD_REQUEST', checkInput, errors);
  return whole.map(({ lineId, productNo, kind, quantity, unitPrice, billingMonths, startsOn: from, endsOn: to, isSeats }) => ({
    lineId,
    productNo,
    kind,
    quantity,
    unitPrice,
    billingMonths,
    startsOn: from,
    endsOn: to,
    isSeats,
  }));
}
