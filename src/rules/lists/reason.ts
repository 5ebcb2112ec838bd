import { formatDays, formatIn } from '#platform/i18n/format.ts';
import { textsIn, type Language } from '#platform/i18n/texts.ts';
import { reasonTexts } from './texts.ts';

/** Why a customer needs attention, or what costs its score most; made in src/rules/facts. */
export type Reason = {
  code: string;
  on?: string;
  days?: number;
  limit?: number;
  last?: string;
  status?: string;
  score?: number;
  measure?: { name: string | null; nameEn: string | null; points: number | null; value?: number | null; unit?: string | null } | null;
};

/** A reason in a few words: 「解約通知期限まで6日」. */
export function reasonText(reason: Reason, language: Language): string {
  const t = textsIn(reasonTexts, language);
  const days = formatDays(reason.days ?? 0, language);
  const measure = (language === 'en' ? reason.measure?.nameEn : null) ?? reason.measure?.name;
  switch (reason.code) {
    case 'health_risk':
    case 'measure':
      return measure ? t.measure(measure, formatIn(reason.measure!, language)) : t.risk;
    case 'notice_near':
      return reason.days === 0 ? t.noticeToday : t.notice(days);
    case 'renewal_near':
      return reason.days === 0 ? t.renewalToday : t.renewal(days);
    case 'payment_late':
      return reason.status === 'stopped' ? t.paymentStopped : t.paymentLate;
    case 'champion_left':
      return t.championLeft;
    case 'onboarding_overdue':
      return t.onboarding(days);
    case 'no_touch':
      return reason.last ? t.noTouch(days) : t.neverTouched;
    case 'unassigned':
      return t.unassigned;
    default:
      return reason.code;
  }
}
