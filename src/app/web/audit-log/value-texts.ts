import { phaseTerms } from '#accounts/account-products/terms.ts';
import { accountTerms } from '#accounts/accounts/terms.ts';
import { attributeTerms } from '#accounts/attributes/terms.ts';
import { contactTerms } from '#accounts/contacts/terms.ts';
import { importTerms } from '#accounts/imports/terms.ts';
import { assignmentTerms } from '#accounts/assignments/terms.ts';
import { memberTerms } from '#accounts/members/terms.ts';
import { activityTerms } from '#signals/activities/terms.ts';
import { ruleTerms } from '#rules/rules/terms.ts';
import { notificationTerms } from '#actions/notifications/terms.ts';
import { metricTerms } from '#metrics/definitions/terms.ts';
import { ctaTexts } from '#actions/ctas/texts.ts';
import { defineTexts } from '#platform/i18n/texts.ts';

/** Words of ours among the values, by field, or by noun and field where one field means several things. */
export const valueTexts = defineTexts({
  ja: {
    mail: { off: '受け取らない', now: 'すぐに', daily: '1日1回' },
    role: memberTerms.ja,
    status: { invited: '招待中', active: '有効', disabled: '無効', expired: '期限切れ', revoked: '失効' },
    'contact.status': contactTerms.ja.statuses,
    'rule.status': ruleTerms.ja.statuses,
    'cta.status': ctaTexts.ja.statuses,
    'cta.type': ruleTerms.ja.ctaTypes,
    'cta_reason.type': ruleTerms.ja.ctaTypes,
    'cta.priority': { 1: '高', 2: '中', 3: '低' },
    riskCategory: ruleTerms.ja.riskCategories,
    outcome: ctaTexts.ja.outcomes,
    snoozeReason: ctaTexts.ja.snoozeReasons,
    slot: ctaTexts.ja.slots,
    ownerRole: assignmentTerms.ja,
    'task.status': { open: '未完了', done: '完了', skipped: '飛ばした', not_needed: '不要' },
    'playbook.status': { draft: '下書き', live: '公開中', retired: '使用停止' },
    'goal.status': { open: '取り組み中', reached: '達成', given_up: '断念' },
    scope: { ingest: '利用ログの送信', read: '参照', write: '更新' },
    language: { ja: '日本語', en: 'English' },
    theme: { light: 'ライト', dark: 'ダーク' },
    purpose: { invite: '招待', reset: 'パスワードの再設定' },
    touchModel: accountTerms.ja.touchModels,
    paymentStatus: accountTerms.ja.payments,
    roles: contactTerms.ja.roles,
    phase: phaseTerms.ja,
    direction: activityTerms.ja.directions,
    'activity.kind': activityTerms.ja.kinds,
    kinds: notificationTerms.ja,
    'attribute.kind': attributeTerms.ja,
    'contract.kind': { recurring: '継続', one_off: '一括' },
    'feed.kind': { folder: 'フォルダー', https: 'HTTPS', url: 'HTTPS' },
    'metric.unit': metricTerms.ja.units,
    'metric.direction': metricTerms.ja.directions,
    noun: importTerms.ja,
    rows: { all: 'すべての行', good: '問題のない行のみ' },
  },
  en: {
    mail: { off: 'none', now: 'at once', daily: 'once a day' },
    role: memberTerms.en,
    status: { invited: 'Invited', active: 'Active', disabled: 'Disabled', expired: 'Expired', revoked: 'Revoked' },
    'contact.status': contactTerms.en.statuses,
    'rule.status': ruleTerms.en.statuses,
    'cta.status': ctaTexts.en.statuses,
    'cta.type': ruleTerms.en.ctaTypes,
    'cta_reason.type': ruleTerms.en.ctaTypes,
    'cta.priority': { 1: 'high', 2: 'normal', 3: 'low' },
    riskCategory: ruleTerms.en.riskCategories,
    outcome: ctaTexts.en.outcomes,
    snoozeReason: ctaTexts.en.snoozeReasons,
    slot: ctaTexts.en.slots,
    ownerRole: assignmentTerms.en,
    'task.status': { open: 'Open', done: 'Done', skipped: 'Skipped', not_needed: 'Not needed' },
    'playbook.status': { draft: 'Draft', live: 'Live', retired: 'Retired' },
    'goal.status': { open: 'Open', reached: 'Reached', given_up: 'Given up' },
    scope: { ingest: 'sends events', read: 'reads', write: 'writes' },
    language: { ja: '日本語', en: 'English' },
    theme: { light: 'Light', dark: 'Dark' },
    purpose: { invite: 'Invitation', reset: 'Password' },
    touchModel: accountTerms.en.touchModels,
    paymentStatus: accountTerms.en.payments,
    roles: contactTerms.en.roles,
    phase: phaseTerms.en,
    direction: activityTerms.en.directions,
    'activity.kind': activityTerms.en.kinds,
    kinds: notificationTerms.en,
    'attribute.kind': attributeTerms.en,
    'contract.kind': { recurring: 'Recurring', one_off: 'One-off' },
    'feed.kind': { folder: 'Folder', https: 'HTTPS', url: 'HTTPS' },
    'metric.unit': metricTerms.en.units,
    'metric.direction': metricTerms.en.directions,
    noun: importTerms.en,
    rows: { all: 'All or nothing', good: 'Good rows only' },
  },
});
