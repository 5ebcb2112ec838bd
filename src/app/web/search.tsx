import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type KeyboardEvent } from 'react';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Dialog } from '#platform/ui/dialog.tsx';
import { composing } from '#platform/ui/keys.ts';
import { problemText } from '#platform/ui/problem.ts';
import { uiTexts } from '#platform/ui/texts.ts';
import { useFound, type Hit } from './found.ts';
import { useOwnScreens } from './nav.tsx';
import { webTexts } from './texts.ts';

type Props = { typed: string; onTyped: (typed: string) => void; onClose: () => void };

/** ⌘K: customers, contacts, screens and actions by a part of their name. */
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
  const { hits: found, waiting, error } = useFound(typed);
  const hits = [...found, ...screens];
  const at = Math.min(chosen, hits.length - 1);
  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    void navigate({ to: hit.to });
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
      <ul className="results" id={`${id}list`} role="listbox" aria-label={t.searchShort}>
        {hits.map((hit, i) => (
          <li key={hit.key} id={`${id}${i}`} role="option" aria-selected={i === at} onClick={() => go(hit)} onPointerMove={() => setChosen(i)}>
            <span className="min-w-0">
              {hit.label}
              {hit.sub && <span className="sub block">{hit.sub}</span>}
            </span>
            <span className="sub flex-none">{t.kinds[hit.kind]}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function useScreenHits(typed: string): Hit[] {
  const language = useLanguage();
  const wanted = typed.normalize('NFKC').trim().toLowerCase();
  return useOwnScreens()
    .filter(({ nav }) => wanted === '' || `${nav.label.ja} ${nav.label.en}`.toLowerCase().includes(wanted))
    .map(({ path, nav }) => ({ key: path, kind: 'screen', label: nav.label[language], to: path }));
}
