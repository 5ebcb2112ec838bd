import type { Logger } from 'pino';
import { sqlState } from '../db/db.ts';
import { problem } from './problem.ts';

// A number that is too large, a day that is none or a character with the code 0 was sent to us so.
const cannotBeHeld = ['22003', '22007', '22008', '22021', '22P02', '22P05'];
// Endpoints look first and say what is wrong; these are left when somebody else writes between looking and writing.
const cameInBetween = ['23503', '23505', '40001', '40P01'];

/** What the database refused, as a problem that the sender can do something about; any other error as it is. */
export function readableError(error: unknown, log: Logger): unknown {
  const state = sqlState(error) ?? '';
  if (cannotBeHeld.includes(state)) {
    log.warn({ err: error, sqlState: state }, 'refused what the database cannot hold');
    return problem('BAD_REQUEST', {
      ja: '扱えない値が含まれています。数値の大きさ、日付、制御文字を確認してください。',
      en: 'There is a value here that cannot be kept. Check for numbers that are too large, dates that do not exist and control characters.',
    });
  }
  if (cameInBetween.includes(state)) {
    log.warn({ err: error, sqlState: state }, 'refused what another write came before');
    return problem('CONFLICT', {
      ja: '同時に行われたほかの変更と重なりました。画面を読み込み直してから、もう一度お試しください。',
      en: 'This met another change made at the same time. Load the page anew and try again.',
    });
  }
  return error;
}
