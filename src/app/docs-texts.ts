import { defineTexts } from '#platform/i18n/texts.ts';

const example = (comment: string) => (origin: string) =>
  `# ${comment}
curl -H "Authorization: Bearer bk_read_…" ${origin}/api/products`;

export const docsTexts = defineTexts({
  ja: {
    contents: '目次',
    lead: '画面でできることは、すべてこの API でもできます。',
    points: [
      '「設定 › APIキー・書き込みキー」で発行したキーを <code>Authorization: Bearer …</code> で送ります。read は参照、write は運用担当（ops）と同じ操作、ingest は利用ログの送信だけができます。',
      '一覧は <code>limit</code> と <code>cursor</code> で続きを取得します。<code>nextCursor</code> が <code>null</code> なら最後のページです。',
      'エラーは <code>application/problem+json</code>（RFC 9457）で返ります。<code>errors</code> に誤りのある項目が入ります。文は <code>Accept-Language</code> の言語（<code>ja</code> か <code>en</code>）、なければ組織の言語です。',
      '金額は最小通貨単位の整数を文字列で、日付は <code>YYYY-MM-DD</code>（組織のタイムゾーン）で表します。',
      '利用ログは Segment 互換の <code>/v1/batch</code> などに、書き込みキーを Basic 認証のユーザー名として送ります。',
      '機械可読な定義: <a href="/api/openapi.json">openapi.json</a>（OpenAPI 3.1）',
    ].join('\n'),
    example: example('製品の一覧'),
    input: '入力',
    output: '応答',
    field: '項目',
    type: '型',
    description: '説明',
    required: '必須',
    everyone: 'サインインなしで利用できます。',
    allRoles: 'すべての役割',
    who: (permission: string, who: string, keys: string) => `権限: ${permission} — 役割: ${who} — キー: ${keys}`,
  },
  en: {
    contents: 'Contents',
    lead: 'Whatever the screens do, this API does.',
    points: [
      'Send a key made under Settings › API keys as <code>Authorization: Bearer …</code>. A read key reads, a write key may do what ops may, an ingest key only sends events.',
      'Lists go on with <code>limit</code> and <code>cursor</code>; <code>nextCursor</code> is <code>null</code> on the last page.',
      'Errors are <code>application/problem+json</code> (RFC 9457); <code>errors</code> names the wrong fields. Its sentences are in the language of <code>Accept-Language</code> (<code>ja</code> or <code>en</code>), else in that of the organisation.',
      'Money is whole minor units as text; a day is <code>YYYY-MM-DD</code> in the organisation’s time zone.',
      'Events go to <code>/v1/batch</code> and its neighbours as with Segment: Basic authentication with a write key as the user name.',
      'For machines: <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1)',
    ].join('\n'),
    example: example('all products'),
    input: 'Input',
    output: 'Answer',
    field: 'Field',
    type: 'Type',
    description: 'Description',
    required: 'required',
    everyone: 'Needs no sign-in.',
    allRoles: 'every role',
    who: (permission, who, keys) => `Permission: ${permission} — roles: ${who} — keys: ${keys}`,
  },
});
