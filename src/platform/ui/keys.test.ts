import { expect, test } from 'vitest';
import { isPlainKey } from './keys.ts';

const body = { tagName: 'BODY' };

test('a plain key on the page acts', () => {
  expect(isPlainKey({}, body)).toBe(true);
  expect(isPlainKey({}, { tagName: 'INPUT', type: 'checkbox' })).toBe(true);
});

test('nothing fires while a Japanese input method composes', () => {
  expect(isPlainKey({ isComposing: true }, body)).toBe(false);
  expect(isPlainKey({ keyCode: 229 }, body)).toBe(false);
});

test('nothing fires while typing or with a modifier', () => {
  expect(isPlainKey({}, { tagName: 'INPUT', type: 'text' })).toBe(false);
  expect(isPlainKey({}, { tagName: 'textarea' })).toBe(false);
  expect(isPlainKey({}, { tagName: 'DIV', isContentEditable: true })).toBe(false);
  expect(isPlainKey({ metaKey: true }, body)).toBe(false);
  expect(isPlainKey({ ctrlKey: true }, body)).toBe(false);
});
