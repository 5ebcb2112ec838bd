import { expect, it } from 'vitest';
import { cut } from './cut.ts';

it('cuts a text, and no character in two', () => {
  expect(cut('吉野家', 2)).toBe('吉野');
  expect(cut('吉野家', 9)).toBe('吉野家');
  expect(cut('𠮷野家', 1)).toBe('');
  expect(cut('了解👍です', 3)).toBe('了解');
  expect(cut('了解👍です', 4)).toBe('了解👍');
});
