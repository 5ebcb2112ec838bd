import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { HealthPill } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { cadenceTexts } from './cadence-texts.ts';
import { cadencesContract, type DueCustomer } from './contract.ts';
import { StartDialog } from './start-dialog.tsx';

const api = apiQuery(cadencesContract);

/** Who has not been in touch for longer than the table allows. */
export function DueCard() {
  const t = useTexts(cadenceTexts);
  const f = useFormat();
  const mayStart = useCan('ctas.write');
  const [starting, setStarting] = useState<DueCustomer | null>(null);
  const due = useQuery(api.due.queryOptions({ input: { limit: 50 } }));
  return (
    <Card flush title={t.due}>
      <Table
        label={t.due}
        columns={[
          { key: 'customer', header: t.customer, cell: (c) => <Link to={`/accounts/${c.accountId}`}>{c.name}</Link> },
          { key: 'health', header: t.health, cell: (c) => <HealthPill tone={c.colour} /> },
          { key: 'row', header: t.row, cell: (c) => c.segmentName ?? t.else },
          { key: 'last', header: t.lastTouch, cell: (c) => (c.lastTouchOn ? f.dayShort(c.lastTouchOn) : <span className="sub">{t.never}</span>) },
          {
            key: 'since',
            header: t.daysSince,
            num: true,
            cell: (c) => (
              <>
                {f.days(c.daysSince)} <span className="sub">/ {f.days(c.everyDays)}</span>
              </>
            ),
          },
          { key: 'playbook', header: t.playbook, cell: (c) => c.playbookName ?? '' },
          {
            key: 'start',
            header: '',
            num: true,
            cell: (c) =>
              c.running ? (
                <span className="sub">{t.running}</span>
              ) : (
                mayStart &&
                c.playbookId && (
                  <Button small onClick={() => setStarting(c)}>
                    {t.start}
                  </Button>
                )
              ),
          },
        ]}
        rows={due.data as DueCustomer[] | undefined}
        rowKey={(c) => c.accountId}
        rowHref={(c) => `/accounts/${c.accountId}`}
        query={due}
        empty={<EmptyState title={t.noneDue}>{t.noneDueHint}</EmptyState>}
      />
      {starting && (
        <StartDialog playbookId={starting.playbookId!} target={{ accountIds: [starting.accountId] }} from="cadence" onClose={() => setStarting(null)} />
      )}
    </Card>
  );
}
