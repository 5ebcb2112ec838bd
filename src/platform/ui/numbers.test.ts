import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readNumber, toMinor, toPlain } from './numbers.ts';

test('numbers as people type them in Japan', () => {
  expect(readNumber('１，２３４．５')).toBe(1234.5);
  expect(readNumber(' 12,000 ')).toBe(12000);
  expect(readNumber('−3')).toBe(-3);
  expect(readNumber('')).toBeNull();
  expect(readNumber('12a')).toBe('bad');
  expect(readNumber('1e9')).toBe('bad');
});

test('amounts keep every unit', () => {
  expect(toMinor('¥４８０，０００', 0)).toBe('480000');
  expect(toMinor('480,000円', 0)).toBe('480000');
  expect(toMinor('1,234.5', 2)).toBe('123450');
  expect(toMinor('1.5', 0)).toBe('bad');
  expect(toMinor('', 2)).toBeNull();
});

test('what is shown reads back as what was kept', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.constantFrom(0, 2, 3), (minor, digits) => {
      expect(toMinor(toPlain(String(minor), digits), digits)).toBe(String(minor));
    }),
  );
});
