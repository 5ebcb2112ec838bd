import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useFormat, useLanguage, useTexts, useToday } from '#platform/i18n/react.tsx';
import { IconButton } from '#platform/ui/button.tsx';
import { composing, useKeys } from '#platform/ui/keys.ts';
import { Menu } from '#platform/ui/menu.tsx';
import { Avatar } from '#platform/ui/pills.tsx';
import { useCan, useSession } from '#platform/ui/session.tsx';
import type { Theme } from '#platform/ui/theme.ts';
import { toast } from '#platform/ui/toast.tsx';
import { Bell } from './bell.tsx';
import { request } from './request.ts';
import { searchKeys } from './search-keys.ts';
import { useOwnSettings, type OwnSettings } from './session.ts';
import { webTexts } from './texts.ts';

// What it opens in comes with it: what is typed meanwhile must not be lost twice.
const Search = lazy(async () => (await Promise.all([import('./search.tsx'), import('#platform/ui/aria/overlay.tsx')]))[0]);
const Shortcuts = lazy(() => import('./shortcuts.tsx'));
const ASK_AGAIN_MS = 60_000;
const themes: readonly Theme[] = ['system', 'light', 'dark'];

export function TopBar({ onMenu, menuOpen }: { onMenu: () => void; menuOpen: boolean }) {
  const t = useTexts(webTexts);
  const [searching, setSearching] = useState(false);
  const [typed, setTyped] = useState('');
  const [helping, setHelping] = useState(false);
  useKeys({ '?': () => setHelping(true) });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || composing(event)) return;
      event.preventDefault();
      setSearching(true);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return (
    <header className="top">
      <span className="nav-open">
        <IconButton label={t.menu} look="ghost" onClick={onMenu} aria-expanded={menuOpen} aria-controls="nav">
          ☰
        </IconButton>
      </span>
      <button type="button" className="search-open" onClick={() => setSearching(true)} aria-keyshortcuts="Meta+K Control+K" aria-haspopup="dialog">
        <span>{t.search}</span>
        <kbd aria-hidden>{searchKeys}</kbd>
      </button>
      <div className="right">
        <Fresh />
        <Bell />
        <MemberMenu onHelp={() => setHelping(true)} />
      </div>
      {helping && (
        <Suspense fallback={null}>
          <Shortcuts onClose={() => setHelping(false)} />
        </Suspense>
      )}
      {searching && (
        <Suspense fallback={<EarlySearch typed={typed} onTyped={setTyped} />}>
          <Search
            typed={typed}
            onTyped={setTyped}
            onClose={() => {
              setSearching(false);
              setTyped('');
            }}
          />
        </Suspense>
      )}
    </header>
  );
}

/** Takes what is typed until the search is there: it is fetched when it is first opened. */
function EarlySearch({ typed, onTyped }: { typed: string; onTyped: (typed: string) => void }) {
  const t = useTexts(webTexts);
  return (
    <div className="shade normal">
      <div className="dialog normal">
        <div className="dialog-body">
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
          <input autoFocus className="input" type="search" aria-label={t.search} value={typed} onChange={(event) => onTyped(event.target.value)} />
        </div>
      </div>
    </div>
  );
}

/** When data last came in: the time if that was today, else the day as well. */
function Fresh() {
  const t = useTexts(webTexts);
  const f = useFormat();
  const today = useToday();
  const may = useCan('accounts.read');
  const at = useQuery({
    queryKey: ['freshness'],
    queryFn: ({ signal }) => request<{ lastDataAt: string | null }>('GET', '/api/attention/freshness', { signal }),
    refetchInterval: ASK_AGAIN_MS,
    enabled: may,
  }).data?.lastDataAt;
  if (!at) return null;
  return <span className="sub fresh">{t.fresh(f.dayOf(at) === today ? f.time(at) : f.moment(at))}</span>;
}

function MemberMenu({ onHelp }: { onHelp: () => void }) {
  const t = useTexts(webTexts);
  const language = useLanguage();
  const { member } = useSession();
  const save = useOwnSettings();
  const set = (settings: OwnSettings) => void save(settings).catch(() => toast(t.saveFailed, { tone: 'risk' }));
  const signOut = async () => {
    await request('POST', '/api/auth/sign-out', { body: {} });
    // A whole new page: nothing of this member stays in memory.
    location.assign('/sign-in');
  };
  return (
    <Menu
      label={t.me(member.name)}
      icon={<Avatar name={member.name} />}
      look="ghost"
      items={[
        { key: 'name', title: `${member.name} · ${member.email}` },
        { key: 'security', label: t.security, to: '/settings/security' },
        { key: 'language', title: t.language },
        { key: 'ja', label: '日本語', checked: language === 'ja', onAction: () => set({ language: 'ja' }) },
        { key: 'en', label: 'English', checked: language === 'en', onAction: () => set({ language: 'en' }) },
        { key: 'theme', title: t.theme },
        ...themes.map((theme) => ({
          key: theme,
          label: t.themes[theme],
          checked: (member.theme ?? 'system') === theme,
          onAction: () => set({ theme }),
        })),
        { key: 'rest', title: '' },
        { key: 'keys', label: t.shortcuts.title, onAction: onHelp },
        { key: 'sign-out', label: t.signOut, onAction: () => void signOut() },
      ]}
    />
  );
}
