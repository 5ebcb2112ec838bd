import { phaseTerms } from '#accounts/account-products/terms.ts';
import { accountTerms } from '#accounts/accounts/terms.ts';
import { contactTerms } from '#accounts/contacts/terms.ts';
import type { FieldKind } from './values.ts';

/** What a column of a file can be mapped to. `names` are headers people use for it, in Japanese and English. */
export type Field = {
  key: string;
  kind: FieldKind;
  label: { ja: string; en: string };
  names: readonly string[];
  /** Every row needs a value in this field. */
  required?: boolean;
  /** The mapping must have this field, or its stand-in. */
  mustMap?: boolean;
  /** The field that says which row it is in a file that lacks this one. */
  standIn?: string;
  choices?: Record<string, readonly string[]>;
  min?: number;
  /** The column of the table it fills, when it fills one as it is. */
  column?: string;
  group?: { ja: string; en: string };
};

export const field = (key: string, kind: FieldKind, ja: string, en: string, names: string[], more: Partial<Field> = {}): Field => ({
  key,
  kind,
  label: { ja, en },
  names: [ja, en, key, ...names],
  ...more,
});

/** For each value the words that screens show for it, and what else people write. */
function written<K extends string>(ja: Record<K, string>, en: Record<K, string>, more: Partial<Record<K, string[]>>): Record<string, readonly string[]> {
  return Object.fromEntries((Object.keys(ja) as K[]).map((value) => [value, [ja[value], en[value], ...(more[value] ?? [])]]));
}

const touchModels = written(accountTerms.ja.touchModels, accountTerms.en.touchModels, { high: ['ハイ'], low: ['ロー'], tech: ['テック'] });
const payments = written(accountTerms.ja.payments, accountTerms.en.payments, {
  ok: ['入金済', '支払済', '問題なし', '良好', 'current'],
  late: ['延滞', '未入金', 'overdue'],
  stopped: ['支払停止', 'suspended'],
});
const phases = written(phaseTerms.ja, phaseTerms.en, {
  purchasing: ['購入'],
  onboarding: ['オンボーディング期', '導入', '導入中'],
  adoption: ['サクセス期', '運用', '定着'],
  renewal: ['更新', 'エクスパンション'],
  churned: ['解約済'],
});
const contactRoles = written(contactTerms.ja.roles, contactTerms.en.roles, {
  champion: ['推進者'],
  decision_maker: ['意思決定者'],
  operator: ['運用担当者', '管理者'],
  billing: ['請求担当', '経理担当', '経理'],
  technical: ['技術担当', 'システム担当'],
  executive: ['役員'],
});
const contactStatuses = written(contactTerms.ja.statuses, contactTerms.en.statuses, { active: ['在籍', '有効', '現任'], left: ['離任'] });

export const assignmentFields: { field: Field; role: 'csm' | 'onboarding' | 'sales' | 'support' }[] = [
  {
    role: 'csm',
    field: field('csm', 'member', '担当CSM', 'CSM', [
      'csm',
      '担当者',
      'CSM担当',
      'カスタマーサクセス担当',
      'CSMメール',
      'csm email',
      'owner',
      '自社担当',
      '弊社担当',
      '当社担当',
      '担当',
    ]),
  },
  { role: 'onboarding', field: field('onboardingOwner', 'member', 'オンボーディング担当', 'Onboarding owner', ['導入担当']) },
  { role: 'sales', field: field('sales', 'member', '営業担当', 'Sales', ['営業', '営業担当者', 'account executive']) },
  { role: 'support', field: field('support', 'member', 'サポート担当', 'Support', ['サポート']) },
].map((a) => ({ ...a, field: { ...a.field, group: { ja: '担当', en: 'Assignments' } } })) as never;

/** What files call the code and the name of a customer. */
const customerCodes = ['顧客ID', '顧客番号', '取引先コード', '取引先ID', '会社コード', '会社ID', '企業コード', 'account id', 'customer id', 'company id'];
const customerNames = ['会社名', '企業名', '取引先名', '顧客', 'company', 'company name', 'customer name', 'account name'];

export const accountFields: Field[] = [
  field('externalId', 'key', '顧客コード', 'External ID', [...customerCodes, '企業ID', 'コード', 'id', 'EDINETコード', '外部ID'], {
    required: true,
    mustMap: true,
    standIn: 'name',
  }),
  field('name', 'text', '顧客名', 'Name', [...customerNames, '提出者名', '名称', '社名', '法人名', '商号'], { required: true, column: 'name' }),
  field('kana', 'text', 'よみがな', 'Kana', ['フリガナ', 'ふりがな', 'カナ', 'ヨミ', '顧客名カナ', '会社名カナ', '提出者名ヨミ', '商号フリガナ', '読み'], {
    column: 'kana',
  }),
  field('corporateNumber', 'corporateNumber', '法人番号', 'Corporate number', ['提出者法人番号', '法人番号13桁'], { column: 'corporate_number' }),
  field('industry', 'text', '業種', 'Industry', ['提出者業種', '業界', '産業'], { column: 'industry' }),
  field('employees', 'integer', '従業員数', 'Employees', ['社員数', '従業員', '人数', 'number of employees'], { column: 'employees' }),
  field('region', 'text', '地域', 'Region', ['都道府県', 'エリア', '所在地', '住所', 'prefecture', 'address', 'state'], { column: 'region' }),
  field('website', 'website', 'Webサイト', 'Website', ['URL', 'ホームページ', 'HP', 'サイト', 'ウェブサイト', 'domain'], { column: 'website' }),
  field('parentExternalId', 'key', '親会社の顧客コード', 'Parent external ID', ['親会社コード', '親顧客コード', '親ID', 'parent', 'parent id']),
  field('tags', 'list', 'タグ', 'Tags', ['ラベル', 'labels', 'tag'], { column: 'tags' }),
  field('touchModel', 'choice', 'タッチモデル', 'Touch model', ['タッチ', 'touch'], { column: 'touch_model', choices: touchModels }),
  field('partner', 'text', 'パートナー', 'Partner', ['代理店', '販売店', '販売代理店', 'reseller']),
  field('firstContractOn', 'date', '初回契約日', 'First contract date', ['契約開始日', '利用開始日', '取引開始日', 'since', 'customer since', 'start date'], {
    column: 'first_contract_on',
  }),
  field('paymentStatus', 'choice', '支払状況', 'Payment status', ['入金状況', '支払い状況', '支払'], { column: 'payment_status', choices: payments }),
  field('churnedOn', 'date', '解約日', 'Churn date', ['churned on', 'churned at'], { column: 'churned_on' }),
  field('description', 'text', '説明', 'Description', ['概要', '備考', 'メモ', 'note', 'notes'], { column: 'description' }),
];

/** Whose a row is, in files of what belongs to a customer. */
export const whoseField = field(
  'accountExternalId',
  'key',
  '顧客コード',
  'Account external ID',
  [...customerCodes, 'account', '顧客名', '取引先', ...customerNames],
  { required: true, mustMap: true },
);

export const contactFields: Field[] = [
  field('externalId', 'key', '担当者コード', 'External ID', [
    '担当者ID',
    '担当者番号',
    'コンタクトID',
    'contact id',
    '取引先責任者ID',
    'person id',
    'id',
    '外部ID',
  ]),
  whoseField,
  field('name', 'text', '氏名', 'Name', ['名前', '担当者名', '先方担当者', '先方担当者名', '姓名', 'full name', 'contact name'], {
    required: true,
    column: 'name',
  }),
  field('kana', 'text', 'よみがな', 'Kana', ['フリガナ', 'ふりがな', '氏名カナ', 'カナ', '氏名フリガナ'], { column: 'kana' }),
  field('department', 'text', '部署', 'Department', ['部門', '所属', '部署名'], { column: 'department' }),
  field('title', 'text', '役職', 'Title', ['肩書', '役職名', 'job title', 'position'], { column: 'title' }),
  field('email', 'email', 'メールアドレス', 'Email', ['メール', 'E-mail', 'mail', 'email address'], { column: 'email' }),
  field('phone', 'text', '電話番号', 'Phone', ['電話', 'TEL', '携帯', 'mobile', 'phone number'], { column: 'phone' }),
  field('roles', 'choices', '役割', 'Roles', ['ロール', 'role', 'stakeholder'], { column: 'roles', choices: contactRoles }),
  field('status', 'choice', '状況', 'Status', ['ステータス', '在籍状況'], {
    column: 'status',
    choices: contactStatuses,
  }),
  field('statusOn', 'date', '異動・退職日', 'Status date', ['異動日', '退職日', '離任日', 'left on'], { column: 'status_on' }),
  field('successorExternalId', 'key', '後任の担当者コード', 'Successor external ID', ['後任', '後任ID', 'successor']),
  field('userKey', 'key', '利用者ID', 'User ID', ['ユーザーID', 'ユーザID', 'user id', 'login id', 'ログインID'], { column: 'user_key' }),
  field('note', 'text', 'メモ', 'Note', ['備考', '補足', 'notes'], { column: 'note' }),
];

/** The fields of a customer's product; with several products each has its own set, told apart by the product's key. */
export function productFields(products: { key: string; name: string }[]): Field[] {
  return products.flatMap(({ key, name }) => {
    const one = products.length === 1;
    const group = { ja: `導入製品（${name}）`, en: `Product (${name})` };
    const make = (part: string, kind: FieldKind, ja: string, en: string, names: string[], more: Partial<Field> = {}) => {
      const own = field(`products.${key}.${part}`, kind, ja, en, names, { group, ...more });
      return one ? own : { ...own, names: own.names.flatMap((n) => [`${name} ${n}`, `${key} ${n}`, `${n}（${name}）`]) };
    };
    return [
      make('phase', 'choice', 'フェーズ', 'Phase', ['ステージ', 'stage'], { choices: phases }),
      make('seats', 'integer', '契約席数', 'Seats', ['席数', 'ID数', 'ライセンス数', 'アカウント数', 'licenses']),
      make('startedOn', 'date', '導入日', 'Started on', ['製品利用開始日']),
      make('endedOn', 'date', '利用終了日', 'Ended on', []),
      make('onboardingStartedOn', 'date', 'オンボーディング開始日', 'Onboarding started', ['導入開始日', 'オンボーディング開始', 'キックオフ日']),
      make('onboardingDueOn', 'date', 'オンボーディング期限', 'Onboarding deadline', ['オンボーディング完了予定日', '導入期限', '導入完了予定日']),
      make('onboardingDoneOn', 'date', 'オンボーディング完了日', 'Onboarding done', ['導入完了日', 'オンボーディング完了']),
    ];
  });
}

const attributeKinds: Record<string, FieldKind> = { text: 'text', number: 'decimal', money: 'money', date: 'date', boolean: 'boolean', choice: 'choice' };

export function attributeField(definition: { key: string; name: string; kind: string; choices: string[] }): Field {
  const { key, name, kind, choices } = definition;
  const group = { ja: '属性', en: 'Attributes' };
  return {
    key: `attributes.${key}`,
    kind: attributeKinds[kind] ?? 'text',
    label: { ja: name, en: name },
    names: [name, key],
    group,
    ...(kind === 'choice' ? { choices: Object.fromEntries(choices.map((c) => [c, []])) } : {}),
  };
}
