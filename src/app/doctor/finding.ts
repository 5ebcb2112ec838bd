import type { Clock } from '#platform/clock/days.ts';
import type { Config } from '#platform/config/config.ts';
import type { Said } from '#platform/config/failure.ts';
import type { OpenDatabase } from '../open-database.ts';

/** What one check found. `bad` needs a person now, `warn` soon. */
export interface Finding {
  level: 'ok' | 'warn' | 'bad';
  text: Said;
  /** What to do; missing when all is well. */
  advice?: Said;
}

export interface Patient {
  config: Config;
  clock: Clock;
  database: OpenDatabase;
}

/** `name` is for scripts and tests, `title` for people. */
export type Check = { name: string; title: Said; look(patient: Patient): Promise<Finding[]> };

export const ok = (text: Said): Finding => ({ level: 'ok', text });
export const warn = (text: Said, advice: Said): Finding => ({ level: 'warn', text, advice });
export const bad = (text: Said, advice: Said): Finding => ({ level: 'bad', text, advice });

/** The rows of a query on the patient's database. */
export async function ask<Row extends object>({ database }: Patient, text: string, values: unknown[] = []): Promise<Row[]> {
  return (await database.pool.query<Row & Record<string, unknown>>(text, values)).rows;
}

/** 3 -> "3 days", 1 -> "1 day". */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
}
