import type { Definition, Direction } from './definition.ts';

type Default = { key: string; name: string; nameEn: string; definition: Definition; direction?: Direction };

/** The metrics a new installation starts with; `mrr` must stay, since products are weighed by it. */
export const defaultMetrics: Default[] = [
  { key: 'mrr', name: 'MRR', nameEn: 'MRR', definition: { kind: 'mrr' } },
  { key: 'events_28', name: '利用回数（28日）', nameEn: 'Events (28 days)', definition: { kind: 'event_count', events: 'all', days: 28 } },
  { key: 'active_users_28', name: '利用者数（28日）', nameEn: 'Active users (28 days)', definition: { kind: 'active_users', days: 28 } },
  { key: 'active_days_28', name: '利用日数（28日）', nameEn: 'Days in use (28 days)', definition: { kind: 'active_days', events: 'all', days: 28 } },
  { key: 'days_since_event', name: '最終利用からの日数', nameEn: 'Days since last use', definition: { kind: 'days_since_event' } },
  {
    key: 'usage_change_28',
    name: '利用の増減（28日・前期間比）',
    nameEn: 'Change in usage (28 days)',
    definition: { kind: 'change', of: 'events', events: 'all', days: 28 },
  },
  {
    key: 'usage_usual_28',
    name: 'ふだんの利用との比（28日）',
    nameEn: 'Usage against usual (28 days)',
    definition: { kind: 'usual', of: 'events', events: 'all', days: 28 },
  },
  { key: 'seat_use_28', name: '席の利用率（28日）', nameEn: 'Seats in use (28 days)', definition: { kind: 'seat_use', days: 28 } },
  { key: 'days_since_contact', name: '最終接点からの日数', nameEn: 'Days since last contact', definition: { kind: 'days_since_contact', with: 'anyone' } },
  {
    key: 'days_since_decision_maker',
    name: '決裁者との接点からの日数',
    nameEn: 'Days since contact with a decision maker',
    definition: { kind: 'days_since_contact', with: 'decision_maker' },
  },
  { key: 'contacts', name: '先方担当者数', nameEn: 'Contacts', definition: { kind: 'contacts' } },
  { key: 'has_champion', name: 'チャンピオンの有無', nameEn: 'Has a champion', definition: { kind: 'has_role', role: 'champion' } },
  {
    key: 'champion_left_90',
    name: 'チャンピオンの離任（90日以内）',
    nameEn: 'Champion left (90 days)',
    definition: { kind: 'role_left', role: 'champion', days: 90 },
  },
  { key: 'onboarding_late', name: 'オンボーディングの遅れ', nameEn: 'Onboarding overdue', definition: { kind: 'onboarding_late' } },
  { key: 'onboarding_in_time', name: 'オンボーディングの期限内完了', nameEn: 'Onboarding done in time', definition: { kind: 'onboarding_in_time' } },
  {
    key: 'renewal_prepared',
    name: '更新前の接点（90日以内）',
    nameEn: 'In touch before renewal (90 days)',
    definition: { kind: 'renewal_prepared', with: 'anyone', days: 90 },
  },
  { key: 'days_to_renewal', name: '更新までの日数', nameEn: 'Days to renewal', definition: { kind: 'days_to_renewal' } },
  { key: 'days_to_notice', name: '解約通知期限までの日数', nameEn: 'Days to notice deadline', definition: { kind: 'days_to_notice' } },
  { key: 'tenure', name: '取引日数', nameEn: 'Tenure', definition: { kind: 'tenure' } },
  {
    key: 'usage_level',
    name: '活用度',
    nameEn: 'Usage level',
    definition: {
      kind: 'usage_level',
      products: [],
      levels: [
        { name: '利用あり', nameEn: 'in use', all: [{ metric: 'events_28', op: '>=', value: 1 }] },
        { name: '週1日以上', nameEn: 'a day a week or more', all: [{ metric: 'active_days_28', op: '>=', value: 4 }] },
        {
          name: '複数名で週2日以上',
          nameEn: 'several people, two days a week',
          all: [
            { metric: 'active_days_28', op: '>=', value: 8 },
            { metric: 'active_users_28', op: '>=', value: 2 },
          ],
        },
        {
          name: '席の6割以上で定着',
          nameEn: '60% of seats, part of daily work',
          all: [
            { metric: 'active_days_28', op: '>=', value: 12 },
            { metric: 'seat_use_28', op: '>=', value: 0.6 },
          ],
        },
      ],
    },
  },
];
