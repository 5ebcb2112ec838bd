import { phaseTerms } from '#accounts/account-products/terms.ts';
import { accountTerms } from '#accounts/accounts/terms.ts';
import { assignmentRoles, assignmentTerms } from '#accounts/assignments/terms.ts';
import { uiTexts } from '#platform/ui/texts.ts';
import { attentionCodes } from './attention-codes.ts';
import type { BoundField, Choice, FieldGroup, FieldType, Names, PastSource } from './fields.ts';

type Extra = Partial<Pick<BoundField, 'ranked' | 'unit' | 'share' | 'choices' | 'phrases' | 'whole' | 'sortable' | 'column' | 'sort'>>;

const choices = <K extends string>(ja: Record<K, string>, en: Record<K, string>): Choice[] =>
  (Object.keys(ja) as K[]).map((value) => ({ value, name: { ja: ja[value], en: en[value] } }));
const unit = (ja: string, en: string): Names => ({ ja, en });
const people = unit('名', 'people');
const points = unit('点', 'points');

export const touchModels = choices(accountTerms.ja.touchModels, accountTerms.en.touchModels);
const payments = choices(accountTerms.ja.payments, accountTerms.en.payments);
const phases = choices(phaseTerms.ja, phaseTerms.en);
const colours = choices(uiTexts.ja.health, uiTexts.en.health);
const reasons: Choice[] = Object.entries(attentionCodes).map(([value, { name }]) => ({ value, name }));

function field(
  group: FieldGroup,
  type: FieldType,
  key: string,
  ja: string,
  en: string,
  now: string,
  past: [PastSource, string] | null,
  extra: Extra = {},
): BoundField {
  const sort = type === 'text' || (type === 'choice' && !extra.choices) ? `${now} collate "ja-x-icu"` : now;
  return {
    key,
    type,
    group,
    name: { ja, en },
    now,
    sort,
    hasHistory: past !== null,
    sortable: type !== 'set' && type !== 'segment',
    column: true,
    ...(past ? { past: { source: past[0], sql: past[1] } } : {}),
    ...extra,
  };
}

/** Every field there is without anybody's set-up; custom attributes and metrics are added by `loadCatalogue`. */
export const fixedFields: BoundField[] = [
  field('basic', 'text', 'name', '顧客名', 'Name', 'f.name', ['account', 'v.name'], { sort: 'f.kana collate "ja-x-icu"' }),
  field('basic', 'text', 'kana', 'よみがな', 'Kana', 'nullif(f.kana, f.name)', ['account', 'v.kana'], { sort: 'f.kana collate "ja-x-icu"' }),
  field('basic', 'text', 'external_id', '外部ID', 'External ID', 'f.external_id', ['account', 'v.external_id']),
  field('basic', 'text', 'industry', '業種', 'Industry', 'f.industry', ['account', 'v.industry']),
  field('basic', 'number', 'employees', '従業員数', 'Employees', 'f.employees', ['account', 'v.employees'], { unit: people, whole: true }),
  field('basic', 'text', 'region', '地域', 'Region', 'f.region', ['account', 'v.region']),
  field('basic', 'set', 'tags', 'タグ', 'Tags', 'f.tags', ['account', 'v.tags'], {
    phrases: { known: { ja: 'タグがある', en: 'has tags' }, unknown: { ja: 'タグがない', en: 'has no tags' } },
  }),
  field('basic', 'choice', 'touch_model', 'タッチモデル', 'Touch model', 'f.touch_model', ['account', 'v.touch_model'], { choices: touchModels }),
  field('basic', 'choice', 'partner', 'パートナー', 'Partner', 'f.partner_id::text', ['account', 'v.partner_id::text'], { choices: [], sortable: false }),
  field('basic', 'date', 'created_on', '登録日', 'Added', 'f.created_on', null),
  field('basic', 'boolean', 'is_sample', 'サンプル', 'Sample', 'f.is_sample', null, {
    column: false,
    sortable: false,
    phrases: { yes: { ja: 'サンプルデータ', en: 'Sample data' }, no: { ja: 'サンプルデータ以外', en: 'Not sample data' } },
  }),

  field('contract', 'money', 'mrr', 'MRR', 'MRR', 'f.mrr', ['contract', 'c.mrr'], { whole: true }),
  field('contract', 'date', 'renewal_on', '更新日', 'Renewal date', 'f.renewal_on', ['term', 'r.renewal_on']),
  field('contract', 'date', 'notice_on', '解約通知期限', 'Notice deadline', 'f.notice_on', ['term', 'r.notice_on'], {
    phrases: { overdue: { ja: '解約通知期限を過ぎている', en: 'Notice deadline has passed' } },
  }),
  field('contract', 'boolean', 'auto_renew', '自動更新', 'Auto-renewal', 'f.auto_renew', null, {
    phrases: { yes: { ja: '自動更新あり', en: 'Renews automatically' }, no: { ja: '自動更新なし', en: 'Does not renew automatically' } },
  }),
  field('contract', 'number', 'active_contracts', '有効な契約数', 'Active contracts', 'f.active_contracts', ['term', 'r.active'], {
    unit: unit('件', ''),
    whole: true,
  }),
  field('contract', 'set', 'products', '利用中の製品', 'Products in use', 'f.product_nos', null, { choices: [], whole: true }),
  field('contract', 'number', 'seats', '契約席数', 'Seats', 'f.seats', null, { unit: unit('席', 'seats'), whole: true }),
  field('contract', 'date', 'first_contract_on', '初回契約日', 'First contract', 'f.first_contract_on', ['account', 'v.first_contract_on']),
  field('contract', 'choice', 'payment_status', '支払い状況', 'Payment', 'f.payment_status', ['account', 'v.payment_status'], { choices: payments }),
  field('contract', 'date', 'churned_on', '解約日', 'Churned on', 'f.churned_on', ['account', 'v.churned_on'], {
    phrases: { known: { ja: '解約済み', en: 'Churned' }, unknown: { ja: '解約していない', en: 'Not churned' } },
  }),

  field('health', 'number', 'score', 'ヘルススコア', 'Health score', 'f.score', ['score', 's.total'], { unit: points }),
  field('health', 'choice', 'colour', 'ヘルス', 'Health', 'f.colour', ['score', 's.colour'], {
    choices: colours,
    sort: 'f.colour_rank',
    ranked: { sql: 'f.colour_rank', ranks: { risk: 1, watch: 2, good: 3, unknown: 4 } },
  }),
  field('health', 'number', 'co', '成果（CO）', 'Outcome (CO)', 'f.co', ['score', 's.co'], { unit: points }),
  field('health', 'number', 'cx', '体験（CX）', 'Experience (CX)', 'f.cx', ['score', 's.cx'], { unit: points }),
  field('health', 'number', 'coverage', '充足率', 'Coverage', 'f.coverage', ['score', 's.coverage'], { share: true }),
  field('health', 'number', 'score_change_28', 'ヘルススコアの28日間の変化', 'Health score change over 28 days', 'f.score_change_28', null, { unit: points }),
  field('health', 'choice', 'reason', 'いちばん大きな理由', 'Biggest reason', "(f.reason->>'code')", null, {
    choices: [...reasons, { value: 'measure', name: { ja: '点数の低い項目', en: 'A low measure' } }],
    sortable: false,
  }),
  field('health', 'set', 'attention', '対応が必要な理由', 'Reasons for attention', 'f.attention_codes', null, {
    choices: reasons,
    column: false,
    phrases: { known: { ja: '対応が必要', en: 'Needs attention' }, unknown: { ja: '対応は不要', en: 'Needs no attention' } },
  }),

  field('phase', 'choice', 'phase', 'フェーズ', 'Phase', 'f.phase', ['phase', 'p.phase'], { choices: phases }),
  field('phase', 'date', 'phase_since', 'フェーズの開始日', 'In phase since', 'f.phase_since', ['phase', 'p.phase_since']),
  field('phase', 'date', 'onboarding_started_on', 'オンボーディング開始日', 'Onboarding started', 'f.onboarding_started_on', [
    'onboarding',
    'q.onboarding_started_on',
  ]),
  field('phase', 'date', 'onboarding_due_on', 'オンボーディング期限', 'Onboarding due', 'f.onboarding_due_on', ['onboarding', 'q.onboarding_due_on'], {
    phrases: { overdue: { ja: 'オンボーディング期限を過ぎている', en: 'Onboarding is past its due date' } },
  }),
  field('phase', 'date', 'onboarding_done_on', 'オンボーディング完了日', 'Onboarding done', 'f.onboarding_done_on', ['onboarding', 'q.onboarding_done_on'], {
    phrases: { known: { ja: 'オンボーディング完了', en: 'Onboarding is done' }, unknown: { ja: 'オンボーディング未完了', en: 'Onboarding is not done' } },
  }),

  ...assignmentRoles.map((role) => {
    const [ja, en] = [assignmentTerms.ja[role], assignmentTerms.en[role]];
    const phrases = { known: { ja: `${ja}が決まっている`, en: `${en} is assigned` }, unknown: { ja: `${ja}が未設定`, en: `No ${en}` } };
    return field('people', 'member', role, ja, en, `f.${role}_id`, ['owner', `o.${role}_id`], { choices: [], phrases });
  }),
  field('people', 'number', 'contacts_count', '先方担当者の人数', 'Contacts', 'f.contacts_count', null, { unit: people, whole: true }),
  field('people', 'number', 'decision_makers', '決裁者の人数', 'Decision makers', 'f.decision_makers', null, { unit: people, whole: true }),
  field('people', 'boolean', 'champion_left', 'チャンピオンの離任', 'Champion has left', 'f.champion_left', null, {
    phrases: { yes: { ja: 'チャンピオンが離任している', en: 'Champion has left' }, no: { ja: 'チャンピオンの離任なし', en: 'Champion has not left' } },
  }),
  field('people', 'date', 'last_touch_on', '最終接点', 'Last touch', 'f.last_touch_on', ['touch', 't.last_touch_on'], {
    phrases: { known: { ja: '接点の記録がある', en: 'Has been in touch' }, unknown: { ja: '接点の記録がない', en: 'Never in touch' } },
  }),
  field('people', 'date', 'last_decision_touch_on', '決裁者との最終接点', 'Last touch with a decision maker', 'f.last_decision_touch_on', null),
  field('usage', 'date', 'last_event_on', '最終利用日', 'Last used', 'f.last_event_on', null, {
    phrases: { known: { ja: '利用ログがある', en: 'Has usage' }, unknown: { ja: '利用ログがない', en: 'Has no usage' } },
  }),
  field('segment', 'segment', 'segment', 'セグメント', 'Segment', 'null', ['account', 'null'], { choices: [], column: false, sortable: false }),
];
