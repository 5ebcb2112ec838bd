import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { slotsContract } from '#actions/ctas/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Card, Fact, Facts } from '#platform/ui/layout.tsx';
import { Loaded, Notice } from '#platform/ui/states.tsx';
import { canonical, type RuleDefinition } from '#rules/rules/contract.ts';
import { rulesApi } from '#rules/rules/panel.tsx';
import { rulePageTexts } from './texts.ts';

const slots = apiQuery(slotsContract);

/** A value once it has rested for a moment. */
function useRested<T>(value: T, key: string): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), 500);
    return () => clearTimeout(timer);
    // The value is a new object each time; its text says whether it is another one.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return rested;
}

/** Whom the rule being edited finds now. */
export function FoundNow({ definition, ready }: { definition: RuleDefinition; ready: boolean }) {
  const t = useTexts(rulePageTexts);
  const f = useFormat();
  const rested = useRested(definition, canonical(definition));
  const found = useQuery({ ...rulesApi.preview.queryOptions({ input: { definition: rested } }), enabled: ready, placeholderData: (before) => before });
  const count = found.data?.count;
  const names = (more: boolean) => {
    const said = f.names(found.data!.examples.map((one) => one.name));
    return more ? t.such(said) : said;
  };
  return (
    <Card title={found.data?.of === 'last28' ? t.last28 : t.now}>
      {ready && typeof count === 'number' ? (
        <>
          <strong>{t.customers(f.number(count), f.moneyShort(found.data!.mrr ?? '0'))}</strong>
          {found.data!.examples.length > 0 && <div className="sub">{names(found.data!.examples.length < count)}</div>}
        </>
      ) : (
        <span className="sub">{ready ? t.counting : '—'}</span>
      )}
    </Card>
  );
}

/** What became of the CTAs the rule has made. */
export function RecordCard({ ruleId }: { ruleId: string }) {
  const t = useTexts(rulePageTexts);
  const f = useFormat();
  const record = useQuery(slots.record.queryOptions({ input: { ruleId } }));
  return (
    <Card title={t.record}>
      <Loaded query={record}>
        {() => {
          const r = record.data!;
          if (r.fired === 0) return <span className="sub">{t.notYet}</span>;
          return (
            <div className="stack">
              {r.retirementProposed && <Notice tone="watch">{t.retireProposed}</Notice>}
              <Facts>
                {(['fired', 'acted', 'ignored', 'wrong', 'saves', 'open'] as const).map((key) => (
                  <Fact key={key} term={t[key]}>
                    {t.count(f.number(r[key]))}
                  </Fact>
                ))}
              </Facts>
            </div>
          );
        }}
      </Loaded>
    </Card>
  );
}
