import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormat, useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { useFields } from '#rules/conditions/panel.tsx';
import { factsSaid, type Firing, type Rule, type RuleDefinition } from '#rules/rules/contract.ts';
import { rulesApi } from '#rules/rules/panel.tsx';
import { rulePageTexts } from './texts.ts';

type Version = {
  version: number;
  definition: RuleDefinition;
  sentence: { ja: string; en: string };
  note: string | null;
  overSlotsReason: string | null;
  publishedAt: string;
  publishedByName: string | null;
  firstDay: string;
};
export type RuleDetail = Rule & { versions: Version[] };

/** When the rule fired, for whom and why, and what became of it. */
export function FiringsTab({ ruleId }: { ruleId: string }) {
  const t = useTexts(rulePageTexts);
  const f = useFormat();
  const { reading } = useFields();
  const firings = useInfiniteQuery(
    rulesApi.firings.infiniteOptions({
      input: (cursor: string | undefined) => ({ ruleId, limit: 50, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  const all = firings.data?.pages.flatMap((page) => page.items as unknown as Firing[]);
  return (
    <Card flush>
      <Table
        label={t.tabs.firings}
        columns={[
          { key: 'on', header: t.firedOn, cell: (one) => f.day(one.firedOn) },
          {
            key: 'customer',
            header: t.customer,
            cell: (one) => (
              <Link to="/accounts/$accountId" params={{ accountId: one.accountId }}>
                {one.accountName}
              </Link>
            ),
          },
          { key: 'facts', header: t.facts, wrap: true, cell: (one) => factsSaid(one.facts, reading).join(' · ') },
          {
            key: 'result',
            header: t.result,
            cell: (one) => (
              <>
                {t.results[one.result ?? 'waiting']} {one.provisional && <Pill tone="info">{t.provisional}</Pill>}
              </>
            ),
          },
          { key: 'version', header: t.version, num: true, cell: (one) => `v${one.version}` },
        ]}
        rows={all}
        rowKey={(one) => `${one.accountId} ${one.productNo} ${one.firedOn}`}
        query={firings}
        empty={<EmptyState title={t.noFirings}>{t.noFiringsHint}</EmptyState>}
        foot={<ShowMore query={firings} />}
      />
    </Card>
  );
}

export function VersionsTab({ rule }: { rule: RuleDetail }) {
  const t = useTexts(rulePageTexts);
  const f = useFormat();
  const language = useLanguage();
  return (
    <Card flush>
      <Table
        label={t.tabs.versions}
        columns={[
          { key: 'version', header: t.version, cell: (v) => <b>v{v.version}</b> },
          { key: 'since', header: t.since, cell: (v) => f.day(v.firstDay) },
          { key: 'sentence', header: t.sentence, wrap: true, cell: (v) => v.sentence[language] },
          {
            key: 'note',
            header: t.note,
            wrap: true,
            cell: (v) => (
              <>
                {v.note}
                {v.overSlotsReason && (
                  <div className="sub">
                    {t.overReason}: {v.overSlotsReason}
                  </div>
                )}
              </>
            ),
          },
          { key: 'by', header: t.by, cell: (v) => v.publishedByName ?? '—' },
        ]}
        rows={rule.versions}
        rowKey={(v) => String(v.version)}
        empty={<EmptyState title={t.noVersions} />}
      />
    </Card>
  );
}
