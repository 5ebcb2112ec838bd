import { describe, expect, test } from 'vitest';
import { fieldErrors, problemText, requestId } from './problem.ts';
import { uiTexts } from './texts.ts';

const t = uiTexts.ja;
const refused = {
  status: 400,
  message: 'Input validation failed',
  data: {
    requestId: 'r1',
    errors: [
      { path: 'name', message: '入力してください' },
      { path: 'name', message: '二つめ' },
    ],
  },
};

describe('what a person reads', () => {
  test('a lost connection, an ended session and a broken server have sentences of their own', () => {
    expect(problemText(new TypeError('Failed to fetch'), t)).toBe(t.error.network);
    expect(problemText(new TypeError("Cannot read properties of undefined (reading 'map')"), t)).toBe(t.error.screen);
    expect(problemText({ status: 401 }, t)).toBe(t.error.signedOut);
    expect(problemText({ status: 503, message: 'connect ECONNREFUSED' }, t)).toBe(t.error.server);
  });
  test('a refused field is named by its own message', () => {
    expect(problemText(refused, t)).toBe('入力してください');
    expect(problemText({ status: 409, message: 'すでに使われています' }, t)).toBe('すでに使われています');
  });
});

test('messages by field, the first one wins; other errors give none', () => {
  expect(fieldErrors(refused)).toEqual({ name: '入力してください' });
  expect(fieldErrors(new Error('x'))).toEqual({});
  expect(requestId(refused)).toBe('r1');
});
