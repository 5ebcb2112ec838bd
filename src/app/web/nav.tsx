import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { useSession } from '#platform/ui/session.tsx';
import { screens, type NavGroup, type Screen } from './screens.ts';
import { webTexts } from './texts.ts';

const groups: readonly NavGroup[] = ['work', 'data', 'measure', 'settings'];

/** Screens of the navigation that this member may open. */
export function useOwnScreens(): readonly (Screen & { nav: NonNullable<Screen['nav']> })[] {
  const { permissions } = useSession();
  return screens.flatMap((screen) => (screen.nav && (!screen.permission || permissions.includes(screen.permission)) ? [{ ...screen, nav: screen.nav }] : []));
}

export function Nav({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTexts(webTexts);
  const language = useLanguage();
  const own = useOwnScreens();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!open) return;
    nav.current?.querySelector('a')?.focus();
    const escape = (event: KeyboardEvent) => event.key === 'Escape' && onClose();
    document.addEventListener('keydown', escape);
    return () => document.removeEventListener('keydown', escape);
  }, [open, onClose]);
  return (
    <>
      {open && <button type="button" className="nav-shade" aria-label={t.closeMenu} onClick={onClose} />}
      <nav ref={nav} id="nav" className="nav" aria-label={t.navigation} data-open={open}>
        <Link to="/" className="brand">
          <i aria-hidden /> 伴走 Banso
        </Link>
        {groups.map((group) => {
          const lines = own.filter((screen) => screen.nav.group === group);
          if (lines.length === 0) return null;
          return (
            <div key={group}>
              {t.groups[group] && <h2>{t.groups[group]}</h2>}
              <ul>
                {lines.map((screen) => (
                  <li key={screen.path}>
                    <Link to={screen.path} activeOptions={{ exact: screen.nav.exact ?? false, includeSearch: false }} activeProps={{ 'aria-current': 'page' }}>
                      {screen.nav.label[language]}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </nav>
    </>
  );
}
