import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Dialog } from '#platform/ui/dialog.tsx';
import { composing } from '#platform/ui/keys.ts';
import { problemText } from '#platform/ui/problem.ts';
import { uiTexts } from '#platform/ui/texts.ts';
import { useFound, type Hit, type HitKind } from './found.ts';
import { useOwnScreens } from './nav.tsx';
import { webTexts } from './texts.ts';

type Props = { typed: string; onTyped: (typed: string) => void; onClose: () => void };

/** ⌘K: whatever has a name, by a part of it: customers and what they have, segments, rules, members, screens. */
export default function Search(props: Props) {
  const t = useTexts(webTexts);
  return (
    <Dialog open onClose={props.onClose} title={t.searchShort}>
      <Inside {...props} />
    </Dialog>
  );
}

function Inside({ typed, onTyped, onClose }: Props) {
  const t = useTexts(webTexts);
  const ui = useTexts(uiTexts);
  const id = useId();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState(0);
  const screens = useScreenHits(typed);
  const { hits: found, waiting, error } = useFound(typed, useLanguage());
  // Who types what a screen is called means the screen.
  const isScreen = screens.some((hit) => folded(hit.label) === folded(typed));
  const groups = groupsOf(isScreen ? [...screens, ...found] : [...found, ...screens]);
  const hits = groups.flatMap((group) => group.hits);
  const at = Math.min(chosen, hits.length - 1);
  // In braces: scrolling gives a promise in newer browsers, which is no way to end an effect.
  useEffect(() => {
    document.getElementById(`${id}${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, at]);
  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    void navigate({ to: hit.to, search: (hit.search ?? {}) as never });
  };
  const onKey = (event: KeyboardEvent) => {
    if (composing(event.nativeEvent)) return;
    if (event.key === 'ArrowDown') setChosen(Math.min(at + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(at - 1, 0));
    else if (event.key === 'Enter') go(hits[at]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        className="input"
        type="search"
        role="combobox"
        aria-label={t.search}
        aria-expanded={hits.length > 0}
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        aria-activedescendant={hits.length > 0 ? `${id}${at}` : undefined}
        placeholder={t.search}
        value={typed}
        onKeyDown={onKey}
        onChange={(event) => {
          onTyped(event.target.value);
          setChosen(0);
        }}
      />
      <div className="sub" role="status">
        {error ? problemText(error, ui) : waiting ? t.searching : hits.length === 0 ? t.searchNone(typed) : t.searchHint}
      </div>
      <div className="results" id={`${id}list`} role="listbox" aria-label={t.searchShort}>
        {groups.map(({ kind, first, hits: own }) => (
          <div key={kind} role="group" aria-labelledby={`${id}${kind}`}>
            <div id={`${id}${kind}`} role="presentation" className="sub">
              {t.kinds[kind]}
            </div>
            {own.map((hit, n) => {
              const i = first + n;
              return (
                <div key={hit.key} id={`${id}${i}`} role="option" aria-selected={i === at} onClick={() => go(hit)} onPointerMove={() => setChosen(i)}>
                  {hit.label}
                  {hit.sub && <span className="sub block truncate">{hit.sub}</span>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </>
  );
}

const folded = (text: string) => text.normalize('NFKC').trim().toLowerCase();

type Group = { kind: HitKind; first: number; hits: Hit[] };

/** One group for each kind, in the order of their best hits; `first` is the place of a group's first hit among all. */
function groupsOf(hits: readonly Hit[]): Group[] {
  const kinds = [...new Set(hits.map((hit) => hit.kind))];
  let first = 0;
  return kinds.map((kind) => {
    const own = hits.filter((hit) => hit.kind === kind);
    first += own.length;
    return { kind, first: first - own.length, hits: own };
  });
}

function useScreenHits(typed: string): Hit[] {
  const language = useLanguage();
  const wanted = folded(typed);
  return useOwnScreens()
    .filter(({ nav }) => wanted === '' || `${nav.label.ja} ${nav.label.en}`.toLowerCase().includes(wanted))
    .map(({ path, nav }) => ({ key: path, kind: 'screen', label: nav.label[language], to: path }));
}
