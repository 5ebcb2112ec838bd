import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { PlaceProvider, useLanguage } from '#platform/i18n/react.tsx';
import type { Language } from '#platform/i18n/texts.ts';

const names: Record<Language, string> = { ja: '日本語', en: 'English' };

/** The page before one is signed in: the brand, a card, and a switch of the language. Texts of `children` follow it. */
export function BarePage({ language: wished, wide, children }: { language?: Language | null; wide?: boolean; children: ReactNode }) {
  const outer = useLanguage();
  const [chosen, setChosen] = useState<Language | null>(remembered);
  const language = chosen ?? wished ?? outer;
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = (next: Language) => {
    setChosen(next);
    keep(next);
  };
  return (
    <PlaceProvider place={{ language, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, currency: 'JPY' }}>
      <main className="flex min-h-dvh flex-col items-center justify-center gap-4 px-4 py-10">
        <div className="text-[15px] font-bold text-ink">伴走 Banso</div>
        <section className={`card w-full ${wide ? 'max-w-[620px]' : 'max-w-[420px]'}`}>
          <div className="body !p-6">{children}</div>
        </section>
        <div className="row sub" role="group" aria-label="Language / 言語">
          {(['ja', 'en'] as const).map((one) => (
            <button
              key={one}
              type="button"
              lang={one}
              className={`btn ghost small ${one === language ? 'underline' : '!font-normal'}`}
              aria-pressed={one === language}
              onClick={() => choose(one)}
            >
              {names[one]}
            </button>
          ))}
        </div>
      </main>
    </PlaceProvider>
  );
}

/** Its only h1; also names the tab. */
export function BareTitle({ title, sub }: { title: string; sub?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Banso`;
  }, [title]);
  return (
    <header className="pb-4">
      <h1>{title}</h1>
      {sub && <p className="sub pt-1">{sub}</p>}
    </header>
  );
}

/** A form that is sent by Enter or its button, without a reload. */
export function Form({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className="stack !gap-4" onSubmit={send} noValidate>
      {children}
    </form>
  );
}

// The shell reads the same key, see remembered.ts.
function remembered(): Language | null {
  try {
    const kept = localStorage.getItem('banso.language');
    return kept === 'ja' || kept === 'en' ? kept : null;
  } catch {
    return null;
  }
}

function keep(language: Language) {
  try {
    localStorage.setItem('banso.language', language);
  } catch {
    // private windows may refuse storage; the choice then holds for this page
  }
}
