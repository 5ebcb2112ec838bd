import { defineTexts, type Language } from '#platform/i18n/texts.ts';

/** The names of the sources that Banso makes by itself. */
export const sourceTerms = defineTexts({
  ja: { tracking: 'トラッキングAPI', sample: 'サンプルデータ' },
  en: { tracking: 'Tracking API', sample: 'Sample data' },
});

/** What a source is called; one that Banso made, and nobody renamed, in the reader's language. */
export function sourceName(source: string, name: string, language: Language): string {
  const made = (['tracking', 'sample'] as const).find((key) => key === source && sourceTerms.ja[key] === name);
  return made ? sourceTerms[language][made] : name;
}
