import { addBusinessDays, isBusinessDay } from '#platform/clock/business-days.ts';
import { addDays, daysBetween, type Day } from '#platform/clock/days.ts';
import type { Random } from './random.ts';

/** What somebody does to a CTA on a day. */
export type Act =
  | { on: Day; kind: 'start' }
  | { on: Day; kind: 'done' | 'wont_do'; outcome: string; note: string }
  | { on: Day; kind: 'snooze'; until: Day; reason: string };
type Template = 'usage_fell' | 'renewal_90' | 'champion_left';

const done: Record<Template, readonly (readonly [outcome: string, note: string])[]> = {
  usage_fell: [
    ['improved', '新任の方へ操作説明会を実施。翌週から打刻が戻りました。'],
    ['saved', '解約を検討されていましたが、承認フローの見直しで継続が決まりました。'],
    ['agreed', '繁忙期明けの再開で合意。再開日は先方から連絡をいただきます。'],
    ['no_change', '人員減による利用減とのこと。席数の見直しを営業へ連携しました。'],
  ],
  renewal_90: [
    ['agreed', '更新の意向を確認。見積は来月上旬に提出します。'],
    ['agreed', '現状維持での更新で内諾。決裁者への説明資料を共有しました。'],
    ['informed', '更新時期をご案内。次回の定例で条件をお話しします。'],
  ],
  champion_left: [
    ['agreed', '後任の方と引き継ぎの打ち合わせを設定しました。'],
    ['informed', '後任の方へご挨拶。これまでの経緯をまとめてお送りしました。'],
  ],
};
const notDone: Record<Template, readonly (readonly [outcome: string, note: string])[]> = {
  usage_fell: [
    ['not_needed', '季節による利用減で、昨年も同じ動きでした。'],
    ['no_answer', '電話とメールで3回ご連絡しましたが、お返事がありませんでした。'],
  ],
  renewal_90: [['not_needed', '複数年契約への切り替えを進めており、そちらで対応します。']],
  champion_left: [['no_answer', '後任が決まっておらず、決まり次第ご連絡をいただきます。']],
};
const asleep = ['waiting_customer', 'scheduled', 'season'] as const;

/** On a business day, a day or more after. */
function onBusinessDay(day: Day): Day {
  let at = day;
  while (!isBusinessDay(at)) at = addDays(at, 1);
  return at;
}

/** What becomes of a CTA until `today`: the older, the likelier it is done; of this week's many are still open. */
export function storyOf(r: Random, { template, firedOn, today }: { template: string; firedOn: Day; today: Day }): Act[] {
  const age = daysBetween(firedOn, today);
  const p = r.next();
  const start = onBusinessDay(addDays(firedOn, r.int(0, 2)));
  const end = onBusinessDay(addDays(start, r.int(1, Math.max(1, Math.min(8, age - 2)))));
  const [outcome, note] = r.pick(done[template as Template]);
  const [why, because] = r.pick(notDone[template as Template]);
  const reason = r.pick(asleep);
  const until = addBusinessDays(today, r.int(2, 6));
  const begun: Act = { on: start, kind: 'start' };
  const [closed, dropped, doing, sleeping] = age >= 10 ? [0.74, 0.84, 0.96, 1] : age >= 4 ? [0.5, 0.55, 0.8, 0.92] : [0, 0, 0.3, 0.3];
  const acts: Act[] =
    p < closed
      ? [begun, { on: end, kind: 'done', outcome, note }]
      : p < dropped
        ? [begun, { on: end, kind: 'wont_do', outcome: why, note: because }]
        : p < doing
          ? [begun]
          : p < sleeping
            ? [begun, { on: end, kind: 'snooze', until, reason }]
            : [];
  return acts.filter((act) => act.on <= today);
}
