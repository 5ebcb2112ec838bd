import type { Context } from './context.ts';
import { languageOf } from './language.ts';

/** A sentence of the server in the language of who asks. */
export function say(context: Pick<Context, 'actor' | 'organisation'> & { headers?: Headers }, ja: string, en: string): string {
  return languageOf(context) === 'en' ? en : ja;
}
