import { useEffect, useState } from 'react';

export type Theme = 'system' | 'light' | 'dark';

/** Sets the theme on <html>; 'system' leaves it to prefers-color-scheme. */
export function applyTheme(theme: Theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Changes whenever light turns dark or back: for what is drawn with resolved colours. */
export function useThemeVersion(): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const bump = () => setVersion((n) => n + 1);
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', bump);
    const watch = new MutationObserver(bump);
    watch.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      system.removeEventListener('change', bump);
      watch.disconnect();
    };
  }, []);
  return version;
}
