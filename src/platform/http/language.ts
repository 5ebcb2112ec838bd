import type { Language } from '../i18n/texts.ts';
import type { Context } from './context.ts';

/** Whose words to use: a member reads as on the screens; a script or a stranger as it asks, else as the organisation. */
export function languageOf({ actor, organisation, headers }: Pick<Context, 'actor' | 'organisation'> & { headers?: Headers }): Language {
  const own = actor.kind === 'member' ? actor.language : languageWished(headers?.get('accept-language'));
  return own ?? organisation.language;
}

/** The first of our languages that an Accept-Language header names. */
export function languageWished(header: string | null | undefined): Language | null {
  const wishes = (header ?? '').split(',').map((part) => {
    const [name = '', ...rest] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const weight = rest.find((r) => r.startsWith('q='));
    return { code: /^(ja|en)(-|$)/.exec(name)?.[1], weight: weight ? Number(weight.slice(2)) : 1 };
  });
  const best = wishes.filter((w) => w.code && w.weight > 0).toSorted((a, b) => b.weight - a.weight)[0];
  return best ? (best.code as Language) : null;
}
