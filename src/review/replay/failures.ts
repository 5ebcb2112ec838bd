import { inLanguage } from '#platform/http/issues.ts';
import type { Language } from '#platform/i18n/texts.ts';

const failures = {
  too_many: { ja: '検知の数が多すぎるため、試算できません。条件を絞ってください。', en: 'The rule fires too often to be replayed. Narrow its condition.' },
  failed: { ja: '試算に失敗しました。もう一度お試しください。', en: 'The replay failed. Please try again.' },
  interrupted: {
    ja: '試算の途中でサーバーが停止することが続いたため、中止しました。期間を短くするか、条件を絞ってお試しください。',
    en: 'The server stopped again and again during the replay, so it was given up. Try a shorter period or a narrower condition.',
  },
};
/** Why a replay has failed, as its row keeps it. */
export type ReplayFailure = keyof typeof failures;

/** Rows of earlier versions keep the sentence itself. */
export function failureText(kept: string | null, language: Language): string | null {
  return kept && Object.hasOwn(failures, kept) ? inLanguage(failures[kept as ReplayFailure], language) : kept;
}
