import { expect, test } from 'vitest';
import { defineTexts, pickLanguage, textsIn } from './texts.ts';

const texts = defineTexts({
  ja: { save: '保存', found: (n: number) => `${n}件`, empty: { title: 'まだありません' } },
  en: { save: 'Save', found: (n) => `${n} found`, empty: { title: 'Nothing yet' } },
});

test('one tree, two languages', () => {
  expect(textsIn(texts, 'ja').found(3)).toBe('3件');
  expect(textsIn(texts, 'en').found(3)).toBe('3 found');
  expect(textsIn(texts, 'en').empty.title).toBe('Nothing yet');
});

test('a missing key, a surplus key and another argument are type errors', () => {
  // @ts-expect-error save is missing
  defineTexts({ ja: { save: '保存' }, en: {} });
  // @ts-expect-error more is not in ja
  defineTexts({ ja: { save: '保存' }, en: { save: 'Save', more: 'More' } });
  // @ts-expect-error the argument is a number
  defineTexts({ ja: { found: (n: number) => `${n}件` }, en: { found: (n: string) => n } });
  expect(texts.ja.save).toBe('保存');
});

test('the first known wish wins, Japanese when there is none', () => {
  expect(pickLanguage(null, 'en-GB', 'ja')).toBe('en');
  expect(pickLanguage(undefined, 'fr-FR')).toBe('ja');
});
