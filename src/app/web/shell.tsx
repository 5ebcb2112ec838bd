import { Navigate, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { browserLanguage, PlaceProvider, useTexts } from '#platform/i18n/react.tsx';
import { pickLanguage } from '#platform/i18n/texts.ts';
import { ExtrasProvider } from '#platform/ui/extra.tsx';
import { SessionProvider, type Session } from '#platform/ui/session.tsx';
import { ErrorState, SkeletonBlock } from '#platform/ui/states.tsx';
import { applyTheme } from '#platform/ui/theme.ts';
import { useLive } from './live.ts';
import { Nav } from './nav.tsx';
import { remember } from './remembered.ts';
import { useMe } from './session.ts';
import { webTexts } from './texts.ts';
import { TopBar } from './top-bar.tsx';

// The playbooks of a CTA, in its drawer.
const extras = { cta: lazy(() => import('#actions/playbooks/panel.tsx').then((m) => ({ default: m.CtaRuns }))) };

/** Everything a signed-in member sees around a screen. */
export function Shell() {
  const me = useMe();
  if (me.error) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  if (!me.data) return <SkeletonBlock />;
  const { setup, member, organisation, permissions } = me.data;
  if (setup) return <Navigate to="/setup" replace />;
  if (!member || !organisation) return <ToSignIn />;
  return <Signed session={{ member, organisation, permissions }} />;
}

// Once, with where the person was: the location changes as soon as the way there begins, and must not begin it anew.
function ToSignIn() {
  const navigate = useNavigate();
  const here = useLocation({ select: (location) => location.href });
  const [next] = useState(here);
  useEffect(() => void navigate({ to: '/sign-in', search: { next } as never, replace: true }), [navigate, next]);
  return <SkeletonBlock />;
}

function Signed({ session }: { session: Session }) {
  const { member, organisation } = session;
  const language = pickLanguage(member.language, organisation.language, browserLanguage());
  const theme = member.theme ?? 'system';
  useEffect(() => {
    document.documentElement.lang = language;
    applyTheme(theme);
    remember(theme, language);
  }, [language, theme]);
  return (
    <SessionProvider session={session}>
      <PlaceProvider place={{ language, timeZone: organisation.timeZone, currency: organisation.currency }}>
        <ExtrasProvider extras={extras}>
          <Frame />
        </ExtrasProvider>
      </PlaceProvider>
    </SessionProvider>
  );
}

function Frame() {
  const t = useTexts(webTexts);
  useLive();
  const [menu, setMenu] = useState(false);
  const path = useLocation({ select: (location) => location.pathname });
  const shown = useRef(path);
  useEffect(() => {
    setMenu(false);
    if (shown.current === path) return;
    shown.current = path;
    // A reader of the screen, or of the keyboard, continues in the new screen; a tab inside the screen keeps its focus.
    if (!document.activeElement?.closest('main')) document.querySelector<HTMLElement>('#content')?.focus({ preventScroll: true });
  }, [path]);
  return (
    <div className="app">
      <a href="#content" className="skip btn">
        {t.skip}
      </a>
      <Nav open={menu} onClose={() => setMenu(false)} />
      <div className="main">
        <TopBar onMenu={() => setMenu(true)} menuOpen={menu} />
        <main id="content" tabIndex={-1} className="outline-0">
          <Suspense fallback={<SkeletonBlock />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </div>
  );
}
