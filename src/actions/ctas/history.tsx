import { useQuery } from '@tanstack/react-query';
import { useFormat, useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Loaded } from '#platform/ui/states.tsx';
import { Timeline } from '#platform/ui/timeline.tsx';
import { detailTexts } from './detail-texts.ts';
import { ctaTexts } from './texts.ts';
import { ctasApi, useReasons, type CtaRow } from './use-ctas.ts';

/** What happened with a CTA and who did it, in words. */
export function History({ cta }: { cta: CtaRow }) {
  const t = useTexts(detailTexts);
  const f = useFormat();
  const history = useQuery(ctasApi.history.queryOptions({ input: { accountId: cta.accountId, ctaId: cta.ctaId } }));
  const say = useChangeWords();
  return (
    <section aria-label={t.history}>
      <h3 className="pb-2">{t.history}</h3>
      <Loaded query={history} lines={3}>
        {() => (
          <Timeline
            label={t.history}
            moments={history.data!.map((change) => ({
              key: change.changeId,
              when: f.moment(change.at),
              title: `${t.kinds[change.kind] ?? change.kind} · ${change.byName ?? t.system}`,
              body: [say(change.before, change.after), change.note].filter(Boolean).join(' · ') || undefined,
            }))}
          />
        )}
      </Loaded>
    </section>
  );
}

type Values = Record<string, unknown> | null;

function useChangeWords(): (before: Values, after: Values) => string {
  const t = useTexts(detailTexts);
  const words = useTexts(ctaTexts);
  const f = useFormat();
  const language = useLanguage();
  const reasons = useReasons();
  const print = (key: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return t.nothing;
    const text = String(value);
    if (key === 'status') return words.statuses[text as keyof typeof words.statuses] ?? text;
    if (key === 'outcome') return words.outcomes[text] ?? text;
    if (key === 'priority') return words.priorities[Number(text)] ?? text;
    if (key === 'type') return words.types[text as keyof typeof words.types] ?? text;
    if (key === 'riskCategory') return words.categories[text as keyof typeof words.categories] ?? text;
    if (key === 'slot') return words.slots[text as keyof typeof words.slots] ?? text;
    if (key === 'reason') return reasons.byKey.get(text)?.name[language] ?? text;
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? f.dayShort(text) : text;
  };
  return (before, after) => {
    const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter((key) => t.fields[key] && (key !== 'slot' || before?.slot));
    return keys.map((key) => t.pair(t.fields[key]!, print(key, before?.[key]), print(key, after?.[key]))).join(', ');
  };
}
