import type { Mapping, Scorecard } from './definition.ts';

const line = (zeroAt: number, fullAt: number): Mapping => ({ type: 'linear', from: { value: zeroAt, points: 0 }, to: { value: fullAt, points: 100 } });
const yes: Mapping = {
  type: 'bands',
  bands: [
    { from: null, points: 0 },
    { from: 1, points: 100 },
  ],
};

/**
 * The scorecard a new installation starts with. Contracts, contacts and touches alone give reasons; usage comes in when
 * there is any. CX has no measures until surveys are there, and the score says so.
 */
export const defaultScorecard: Scorecard = {
  groups: [
    { key: 'deployment', side: 'co', name: 'デプロイメント', nameEn: 'Deployment' },
    { key: 'engagement', side: 'co', name: 'エンゲージメント', nameEn: 'Engagement' },
    { key: 'adoption', side: 'co', name: 'アダプション', nameEn: 'Adoption' },
  ],
  measures: [
    { metric: 'onboarding_late', name: 'オンボーディングの期限', nameEn: 'Onboarding deadline', group: 'deployment', weight: 8, mapping: line(30, 0) },
    { metric: 'renewal_prepared', name: '更新前の接点', nameEn: 'In touch before renewal', group: 'deployment', weight: 6, mapping: yes },
    { metric: 'days_since_contact', name: '最終接点', nameEn: 'Last contact', group: 'engagement', weight: 16, mapping: line(90, 14) },
    {
      metric: 'days_since_decision_maker',
      name: '決裁者との接点',
      nameEn: 'Contact with a decision maker',
      group: 'engagement',
      weight: 9,
      mapping: line(180, 30),
    },
    { metric: 'has_champion', name: 'チャンピオン', nameEn: 'Champion', group: 'engagement', weight: 7, mapping: yes },
    { metric: 'days_since_event', name: '最終利用', nameEn: 'Last use', group: 'adoption', weight: 10, mapping: line(30, 2) },
    { metric: 'active_days_28', name: '利用日数', nameEn: 'Days in use', group: 'adoption', weight: 14, mapping: line(2, 14) },
    { metric: 'usage_usual_28', name: 'ふだんの利用との比', nameEn: 'Usage against usual', group: 'adoption', weight: 20, mapping: line(0.5, 1) },
    { metric: 'seat_use_28', name: '席の利用率', nameEn: 'Seats in use', group: 'adoption', weight: 10, mapping: line(0.1, 0.7) },
  ],
  sideWeights: { co: 50, cx: 50 },
  good: 70,
  watch: 40,
  minCoverage: 0.6,
};
