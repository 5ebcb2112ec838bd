/** A text for the person at the terminal, in both languages. */
export type Said = { en: string; ja: string };

export const inTerminal = (text: Said): string => (speaksJapanese() ? text.ja : text.en);

/** What went wrong, as one sentence for the person who runs Banso. Printed without a stack; exit code 1. */
export class Failure extends Error {
  override name = 'Failure';
  constructor(text: Said, options?: ErrorOptions) {
    super(inTerminal(text), options);
  }
}

/** The language of the terminal, by the usual variables in their usual order. */
export function speaksJapanese(env = process.env): boolean {
  return (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').toLowerCase().startsWith('ja');
}
