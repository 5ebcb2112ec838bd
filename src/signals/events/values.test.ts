import { describe, expect, it } from 'vitest';
import { decimalOf } from './values.ts';

describe('numbers of events', () => {
  it('are kept to the fifteenth place, as numbers and as text', () => {
    expect([1200.5, '1200.50', -3, 1e-7].map(decimalOf)).toEqual(['1200.5', '1200.50', '-3', '1e-7']);
    expect([5e-324, 1e-300, -0].map(decimalOf)).toEqual(['0', '0', '0']);
    expect([1e15, Number.NaN, '1e5', '9'.repeat(16), '', null, {}].map(decimalOf)).toEqual(Array(7).fill(null));
  });
});
