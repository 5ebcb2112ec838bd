import type { Language } from '#platform/i18n/texts.ts';
import type { Theme } from '#platform/ui/theme.ts';

// What the first paint and the sign-in page need before the server has said who is here.

export function rememberedTheme(): Theme {
  const kept = read('banso.theme');
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function rememberedLanguage(): Language | null {
  const kept = read('banso.language');
  return kept === 'ja' || kept === 'en' ? kept : null;
}

export function remember(theme: Theme, language: Language) {
  try {
    localStorage.setItem('banso.theme', theme);
    localStorage.setItem('banso.language', language);
  } catch {
    // private windows may refuse storage; then the next first paint is in the system's colours
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
