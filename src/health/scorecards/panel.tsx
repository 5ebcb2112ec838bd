import { useTexts } from '#platform/i18n/react.tsx';
import { faultTexts } from './texts.ts';

export { faultText } from './texts.ts';
/** What is wrong with a scorecard, in the reader's language. */
export const useFaultTexts = () => useTexts(faultTexts);
