import { field, whoseField, type Field } from './fields.ts';

const line = { ja: '契約明細', en: 'Contract line' };
export const contractFields: Field[] = [
  field('externalId', 'key', '契約番号', 'External ID', ['契約ID', '契約コード', 'contract id', 'contract number', 'subscription id', 'id', '外部ID'], {
    required: true,
  }),
  whoseField,
  field('name', 'text', '契約名', 'Name', ['契約件名', '件名', '商談名', 'contract name', 'title'], { column: 'name' }),
  field('signedOn', 'date', '契約締結日', 'Signed on', ['締結日', '契約日', '受注日', '申込日', 'signed date', 'closed date'], { column: 'signed_on' }),
  field('startsOn', 'date', '契約開始日', 'Starts on', ['開始日', '利用開始日', '契約期間開始', 'start', 'start date'], {
    required: true,
    mustMap: true,
    column: 'starts_on',
  }),
  field('endsOn', 'date', '契約終了日', 'Ends on', ['終了日', '満了日', '契約満了日', '契約期間終了', '更新日', 'end', 'end date', 'renewal date'], {
    column: 'ends_on',
  }),
  field('autoRenew', 'boolean', '自動更新', 'Auto renewal', ['自動更新有無', '更新区分', 'auto-renew'], { column: 'auto_renew' }),
  field('noticeDeadlineOn', 'date', '解約通知期限', 'Notice deadline', ['解約申入期限', '解約通知期日', '更新判断期限'], { column: 'notice_deadline_on' }),
  field('cancelledOn', 'date', '解約通知日', 'Cancelled on', ['解約申込日', '解約受付日', '解約日', 'cancellation date'], { column: 'cancelled_on' }),
  field('currency', 'currency', '通貨', 'Currency', [], { column: 'currency' }),
  field('note', 'text', '契約メモ', 'Note', ['備考', 'メモ', 'notes'], { column: 'note' }),
  field('product', 'text', '製品', 'Product', ['商品', '製品名', '商品名', 'プラン', 'サービス', 'プロダクト', 'plan', 'item', 'product name'], {
    group: line,
  }),
  field('kind', 'choice', '課金種別', 'Kind', ['種別', '区分', '課金区分', 'type'], {
    group: line,
    choices: {
      recurring: ['継続', '月額', '定期', 'サブスクリプション', 'ストック', 'subscription'],
      one_off: ['一時', '初期', '初期費用', 'スポット', '一括', '単発', 'one-off', 'one time'],
    },
  }),
  field('quantity', 'decimal', '数量', 'Quantity', ['契約数', 'ライセンス数', 'ID数', '席数', 'アカウント数', '個数', 'qty', 'licenses'], {
    group: line,
    min: 0,
  }),
  field('unitPrice', 'money', '単価', 'Unit price', ['単価税抜', '価格', '金額', '月額', '月額料金', '契約金額', '請求額', 'price', 'amount', 'mrr'], {
    group: line,
    required: true,
  }),
  field(
    'yearlyPrice',
    'money',
    '年額',
    'Yearly price',
    ['年額料金', '年間契約金額', '年間契約額', '年間利用料', '年間料金', 'ARR', 'ACV', 'annual price', 'annual contract value'],
    {
      group: line,
      required: true,
    },
  ),
  field(
    'billingMonths',
    'months',
    '請求周期',
    'Billing period',
    ['請求サイクル', '課金周期', '支払周期', '請求間隔', '請求月数', 'billing cycle', 'billing months', 'interval'],
    { group: line },
  ),
  field('lineStartsOn', 'date', '明細開始日', 'Line starts on', ['適用開始日', 'line start'], { group: line }),
  field('lineEndsOn', 'date', '明細終了日', 'Line ends on', ['適用終了日', 'line end'], { group: line }),
  field('isSeats', 'boolean', '席数として数える', 'Counts seats', ['席数課金', 'seats'], { group: line }),
];

export const eventFields: Field[] = [
  field(
    'accountExternalId',
    'key',
    '顧客コード',
    'Account external ID',
    ['顧客ID', '会社ID', 'group id', 'groupId', 'account id', 'customer id', 'company id'],
    { required: true, mustMap: true },
  ),
  field('userId', 'key', '利用者ID', 'User ID', ['ユーザーID', 'ユーザID', 'userId', 'login id']),
  field('event', 'key', '操作', 'Event', ['イベント', 'イベント名', '操作名', 'event name', 'action'], { required: true, mustMap: true }),
  field('timestamp', 'time', '日時', 'Timestamp', ['日付', '発生日時', '利用日時', '時刻', 'date', 'datetime', 'time', 'occurred at'], {
    required: true,
    mustMap: true,
  }),
  field('messageId', 'key', 'メッセージID', 'Message ID', ['messageId', '行ID', 'event id']),
  field('amount', 'decimal', '金額', 'Amount', ['売上', 'value', 'price', 'revenue']),
];
