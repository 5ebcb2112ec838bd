import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '#platform/config/project.ts';
import { actionLabel, changeLines, nounLabel } from './labels.ts';

const sources = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts') && !/test|factory/.test(f));
const code = sources.map((file) => readFileSync(join(projectRoot, 'src', file), 'utf8')).join('\n');
const all = (pattern: RegExp) => [...new Set([...code.matchAll(pattern)].map((m) => m[1]!))];

describe('what the audit log says', () => {
  it('has words for every noun and action that is written', () => {
    const actions = all(/(?:context|writer|\)|\}), '([a-z_]+\.[a-z_-]+)'/g);
    expect(actions.length).toBeGreaterThan(100);
    expect(actions.filter((action) => /[a-z]{4,}/.test(actionLabel(action, 'ja')))).toEqual([]);
    expect(all(/audit\(\{ noun: '([a-z_]+)'/g).filter((noun) => nounLabel(noun, 'ja') === noun)).toEqual([]);
  });

  it.each([
    ['accounts.update', '顧客の変更', 'Customer changed'],
    ['activities.create', '活動の追加', 'Activity added'],
    ['sessions.refuse', 'サインインの失敗', 'Sign-in refused'],
    ['two_factor.confirm', '2段階認証の有効化', 'Two-factor sign-in turned on'],
    ['passwords.reset', 'パスワードの再設定', 'Password set anew'],
    ['account_products.put', '導入製品の設定', 'Product in use set'],
    ['robots.polish', 'robotsのpolish', 'robots polish'],
  ])('%s', (action, ja, en) => {
    expect(actionLabel(action, 'ja')).toBe(ja);
    expect(actionLabel(action, 'en')).toBe(en);
  });

  it('knows nouns in both numbers', () => {
    expect(nounLabel('contract_line', 'ja')).toBe('契約明細');
    expect(nounLabel('contract_lines', 'ja')).toBe('契約明細');
  });

  it('reads changes, counts, lists and what is not there', () => {
    expect(changeLines({ name: [null, '青葉'], history: [false, true], tags: [['a'], []], ended: 3, extra: { a: 1 }, role: ['csm', 'admin'] }, 'ja')).toEqual([
      { field: '名前', before: null, after: '青葉' },
      { field: '過去データ', before: 'いいえ', after: 'はい' },
      { field: 'タグ', before: 'a', after: '（なし）' },
      { field: '終了した端末', before: null, after: '3' },
      { field: 'extra', before: null, after: 'a 1' },
      { field: '役割', before: 'CSM', after: '管理者' },
    ]);
    expect(changeLines({ source: [null, null], externalId: [null, ''], tags: [null, []] }, 'ja')).toEqual([]);
    expect(changeLines(null, 'ja')).toEqual([]);
    expect(changeLines([1], 'en')).toEqual([]);
  });

  it('says fields, words of ours, lines and people as a person would', () => {
    const ito = '00000000-0000-7000-8000-000000000001';
    const lines = [
      { kind: 'recurring', product: '勤怠', quantity: 10, endsOn: null, isSeats: true },
      { kind: 'one_off', product: '勤怠' },
    ];
    const said = (changes: object, noun: string) => changeLines(changes, 'ja', noun, { [ito]: '伊藤 誠' }).map((c) => [c.field, c.before, c.after]);
    expect(said({ lines: [null, lines] }, 'contract')).toEqual([
      ['明細', null, '種類 継続、製品 勤怠、数量 10、席数として数える はい ／ 種類 一括、製品 勤怠'],
    ]);
    expect(said({ status: ['active', 'left'], statusOn: [null, '2026-11-20'], successorContactId: [null, ito] }, 'contact')).toEqual([
      ['状態', '在籍中', '退職'],
      ['異動・退職日', null, '2026-11-20'],
      ['後任', null, '伊藤 誠'],
    ]);
    expect(said({ phase: ['adoption', 'onboarding'] }, 'account_product')).toEqual([['フェーズ', '活用', 'オンボーディング']]);
    expect(said({ title: [null, '締めを3日に'], target: [5, 3], status: ['open', 'reached'] }, 'goal')).toEqual([
      ['ゴール', null, '締めを3日に'],
      ['目標', '5', '3'],
      ['状態', '取り組み中', '達成'],
    ]);
    expect(said({ title: [null, '部長'] }, 'contact')).toEqual([['役職', null, '部長']]);
    expect(said({ kind: [null, 'email'] }, 'activity')).toEqual([['種類', null, 'メール']]);
    expect(said({ title: ['旧', '新'], status: ['open', 'done'], outcome: [null, 'saved'] }, 'cta')).toEqual([
      ['タイトル', '旧', '新'],
      ['状態', '未着手', '完了'],
      ['結果', null, '解約を防げた'],
    ]);
    expect(said({ kind: [null, 'text'] }, 'attribute')).toEqual([['種類', null, '文字']]);
  });
});
