import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isCorporateNumber, plainCorporateNumber, plainTags } from './logic.ts';

// As published by the National Tax Agency for itself, Toyota Motor, the Cabinet Office, and the example of its own document.
const published = ['7000012050002', '1180301018771', '2000012010019', '8700110005901'];

it('knows published corporate numbers, and no neighbour of theirs', () => {
  for (const number of published) {
    expect(isCorporateNumber(number)).toBe(true);
    for (let d = 0; d <= 9; d++) expect(isCorporateNumber(`${d}${number.slice(1)}`)).toBe(String(d) === number[0]);
  }
  expect(isCorporateNumber('118030101877')).toBe(false);
});

// Independent of the formula's code: weights written out, and the check digit found by trying all nine.
it('accepts exactly one first digit for any twelve digits', () => {
  const weights = [2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1];
  fc.assert(
    fc.property(fc.array(fc.nat(9), { minLength: 12, maxLength: 12 }), (digits) => {
      const accepted = [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((d) => isCorporateNumber(`${d}${digits.join('')}`));
      const total = digits.reduce((sum, digit, i) => sum + digit * weights[i]!, 0);
      expect(accepted).toHaveLength(1);
      expect((accepted[0]! + total) % 9).toBe(0);
    }),
  );
});

it('takes what people paste', () => {
  expect(plainCorporateNumber('Ｔ１１８０３０１０１８７７１')).toBe('1180301018771');
  expect(plainCorporateNumber('1-1803-0101-8771')).toBe('1180301018771');
  expect(plainTags([' 重点 ', '重点', '', 'ＶＩＰ'])).toEqual(['重点', 'VIP']);
});
