import { sqlState } from './db.ts';

/** What Postgres says when it is stopped, restarted or crashed under a session (class 08 and 57P), and Node when the socket is gone. */
const STATES = /^(08...|57P0[1-5])$/;
const CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
const SAYINGS = /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout expired)/;

/** Whether `error`, or what it was made from, says that the connection to Postgres is gone. */
export function isLostConnection(error: unknown): boolean {
  for (let e = error as { code?: string; message?: string; cause?: unknown } | undefined; e; e = e.cause as typeof e) {
    if (STATES.test(sqlState(e) ?? '') || CODES.has(e.code ?? '') || SAYINGS.test(e.message ?? '')) return true;
  }
  return false;
}
