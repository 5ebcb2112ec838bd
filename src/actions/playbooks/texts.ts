import { defineTexts } from '#platform/i18n/texts.ts';
import type { Fault } from './definition.ts';

/** What the server says. */
export const serverTexts = defineTexts({
  ja: {
    notFound: 'プレイブックが見つかりません。',
    sameKey: (name: string) => `キー「${name}」のタスクが2つあります。`,
    mergeField: (name: string) => `{{${name}}} という差し込み項目はありません。`,
    openBraces: '差し込み項目の {{ }} が閉じていません。',
    me: 'プレイブックはみんなで使うため、「自分」は使えません。',
    noDraft: '公開する下書きがありません。',
    notPublished: 'まだ公開していないプレイブックです。公開してから使ってください。',
    ran: '実行したことのあるプレイブックは削除できません。使用停止にしてください。',
    run: '実行中のプレイブックが見つかりません。',
    runEnded: 'このプレイブックは、すでに終わっています。',
    task: 'タスクが見つかりません。',
    noTemplate: 'このタスクには、メールのひな形がありません。',
    contact: 'この顧客の先方担当者が見つかりません。',
    member: 'メンバーが見つかりません。',
    account: '顧客が見つかりません。',
    cta: 'この顧客のCTAが見つかりません。',
    segment: 'セグメントが見つかりません。',
    skipReason: '飛ばす理由を入力してください。',
    which: '対象は、顧客・セグメント・条件のうち、どれか1つで指定してください。',
    tooMany: (n: number) => `一度に開始できるのは${n}社までです。`,
    twice: 'この顧客では、同じプレイブックがすでに進行中です。',
    retired: '使用停止のプレイブックは選べません。',
    defaultRow: '「そのほかの顧客」の行を、最後に1つだけ置いてください。',
    sameSegment: '同じセグメントの行が2つあります。',
  },
  en: {
    notFound: 'There is no such playbook.',
    sameKey: (name) => `Two tasks have the key “${name}”.`,
    mergeField: (name) => `There is no merge field {{${name}}}.`,
    openBraces: 'The braces of a merge field do not close.',
    me: 'A playbook is for everybody: “me” cannot be used.',
    noDraft: 'There is no draft to publish.',
    notPublished: 'This playbook has not been published yet.',
    ran: 'A playbook that has run cannot be deleted. Retire it instead.',
    run: 'There is no such run.',
    runEnded: 'This run has already ended.',
    task: 'There is no such task.',
    noTemplate: 'This task has no mail template.',
    contact: 'This customer has no such contact.',
    member: 'There is no such member.',
    account: 'There is no such customer.',
    cta: 'This customer has no such CTA.',
    segment: 'There is no such segment.',
    skipReason: 'Say why it is skipped.',
    which: 'Say which customers: a list, a segment or a condition, one of the three.',
    tooMany: (n) => `At most ${n} customers at a time.`,
    twice: 'The same playbook is running for this customer already.',
    retired: 'A retired playbook cannot be chosen.',
    defaultRow: 'Put one row for everyone else at the end.',
    sameSegment: 'Two rows have the same segment.',
  },
});

export function faultText(t: typeof serverTexts.ja, { code, name }: Fault): string {
  if (code === 'same_key') return t.sameKey(name);
  return name === '{{' ? t.openBraces : t.mergeField(name);
}

/** What merge fields are called, on the screen and where a value is missing. */
export const mergeTexts = defineTexts({
  ja: {
    'account.name': '顧客名',
    'contact.name': '先方担当者名',
    'contact.department': '先方の部署',
    'contact.title': '先方の役職',
    'member.name': '自分の名前',
    'member.email': '自分のメールアドレス',
    'organisation.name': '自社名',
    'product.name': '製品名',
    'renewal.date': '更新日',
    'notice.date': '解約通知期限',
    'onboarding.date': 'オンボーディング期限',
  },
  en: {
    'account.name': 'customer',
    'contact.name': 'contact',
    'contact.department': 'department of the contact',
    'contact.title': 'title of the contact',
    'member.name': 'my name',
    'member.email': 'my mail address',
    'organisation.name': 'our company',
    'product.name': 'product',
    'renewal.date': 'renewal date',
    'notice.date': 'notice deadline',
    'onboarding.date': 'onboarding due date',
  },
});
