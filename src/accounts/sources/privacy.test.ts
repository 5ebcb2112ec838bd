import { expect, test } from 'vitest';
import { keptProperties, keptText, keptUserKey } from './privacy.ts';

const open = { allowed: null, masked: [], salt: 's' };

test('without a list everything is kept', () => {
  expect(keptProperties({ a: 1, b: { c: 2 } }, open)).toEqual({ a: 1, b: { c: 2 } });
});

test('an allow-list keeps what it names, inside objects too', () => {
  const given = { plan: 'pro', card: '4111', address: { city: '東京', street: '1-1' }, 'total billed': 830 };
  expect(keptProperties(given, { ...open, allowed: ['plan', 'address.city', 'address.zip', 'total billed', 'gone'] })).toEqual({
    plan: 'pro',
    address: { city: '東京' },
    'total billed': 830,
  });
  expect(keptProperties(given, { ...open, allowed: [] })).toEqual({});
  expect(keptProperties(given, { ...open, allowed: ['address', 'address.city'] })).toEqual({ address: given.address });
});

test('a masked value is gone, its name stays; the given object is untouched', () => {
  const given = { email: 'a@example.jp', who: { name: '佐藤', age: 30 } };
  expect(keptProperties(given, { ...open, masked: ['email', 'who.name', 'x.y'] })).toEqual({ email: '***', who: { name: '***', age: 30 } });
  expect(given.who.name).toBe('佐藤');
});

test('prototypes cannot be reached', () => {
  const given = JSON.parse('{"__proto__":{"polluted":1},"a":1}');
  keptProperties(given, { ...open, allowed: ['__proto__.polluted', 'constructor.name'], masked: ['__proto__.polluted'] });
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test('texts of their own columns follow the same rules', () => {
  expect(keptText({ email: ' a@example.jp ' }, 'email', open)).toBe('a@example.jp');
  expect(keptText({ email: 'a@example.jp' }, 'email', { ...open, masked: ['email'] })).toBeNull();
  expect(keptText({ email: 'a@example.jp' }, 'email', { ...open, allowed: ['name'] })).toBeNull();
  expect(keptText({ email: 7 }, 'email', open)).toBeNull();
});

test('a masked user id is one pseudonym per source', () => {
  const one = keptUserKey('sato@example.jp', { ...open, masked: ['userId'] });
  expect(one).toMatch(/^anon_[\w-]{22}$/);
  expect(keptUserKey('sato@example.jp', { ...open, masked: ['userId'] })).toBe(one);
  expect(keptUserKey('sato@example.jp', { ...open, salt: 't', masked: ['userId'] })).not.toBe(one);
  expect(keptUserKey('sato@example.jp', open)).toBe('sato@example.jp');
});
