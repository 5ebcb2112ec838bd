export type Language = 'ja' | 'en';

// any: a text takes whatever its screen hands it; Same<> holds both languages to the same arguments
// oxlint-disable-next-line typescript/no-explicit-any
export type TextTree = { readonly [key: string]: string | ((...args: any[]) => string) | TextTree };

type Same<T> = {
  [K in keyof T]: T[K] extends string ? string : T[K] extends (...args: infer A) => string ? (...args: A) => string : Same<T[K]>;
};

export type Texts<T> = { ja: T; en: Same<T> };

/** Texts of a slice. `ja` is the type: a missing or extra key in `en` is a type error. */
export function defineTexts<const T extends TextTree>(texts: { ja: T; en: Same<NoInfer<T>> }): Texts<Same<T>> {
  return texts as unknown as Texts<Same<T>>;
}

export function textsIn<T>(texts: Texts<T>, language: Language): T {
  return language === 'en' ? (texts.en as unknown as T) : texts.ja;
}

/** First known of: the member's setting, the organisation's, the browser's. */
export function pickLanguage(...wishes: (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const code = wish?.slice(0, 2).toLowerCase();
    if (code === 'ja' || code === 'en') return code;
  }
  return 'ja';
}

/** An English number with its word: 1 day, 2 days, 1,204 companies. `n` may be printed already. */
export function counted(n: number | string, one: string, many = `${one}s`): string {
  return `${n} ${String(n) === '1' ? one : many}`;
}
