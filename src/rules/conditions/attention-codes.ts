import type { Names } from './fields.ts';

/** Why a customer needs attention, the most urgent first; `weight` makes `attention_rank`. */
export const attentionCodes = {
  health_risk: { weight: 90, name: { ja: 'ヘルスが危険', en: 'Health at risk' } },
  notice_near: { weight: 80, name: { ja: '解約通知期限が近い', en: 'Notice deadline is near' } },
  payment_late: { weight: 75, name: { ja: '支払いの遅れ', en: 'Payment is late' } },
  champion_left: { weight: 70, name: { ja: 'チャンピオンの離任', en: 'Champion has left' } },
  renewal_near: { weight: 60, name: { ja: '更新が近い', en: 'Renewal is near' } },
  onboarding_overdue: { weight: 50, name: { ja: 'オンボーディングの遅れ', en: 'Onboarding is overdue' } },
  no_touch: { weight: 40, name: { ja: '接点が途絶えている', en: 'Nobody in touch' } },
  unassigned: { weight: 30, name: { ja: '担当CSMが未設定', en: 'No CSM assigned' } },
} as const satisfies Record<string, { weight: number; name: Names }>;

export type AttentionCode = keyof typeof attentionCodes;
