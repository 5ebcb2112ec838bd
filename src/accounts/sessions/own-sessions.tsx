import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { Table } from '#platform/ui/table.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { browserName } from './browser-name.ts';
import { sessionClient } from './me.ts';
import { sessionTexts } from './texts.ts';

/** The devices on which the member is signed in. */
export function OwnSessions() {
  const t = useTexts(sessionTexts);
  const f = useFormat();
  const queries = useQueryClient();
  const sessions = useQuery({ queryKey: ['own-sessions'], queryFn: () => sessionClient.list() });
  const ended = async (work: Promise<{ ended: number }>) => {
    toast(t.ended((await work).ended));
    await queries.invalidateQueries({ queryKey: ['own-sessions'] });
  };
  const others = (sessions.data?.length ?? 0) > 1;
  return (
    <Card
      title={t.sessions}
      flush
      aside={
        others && (
          <Button small onClick={() => void ended(sessionClient.endOthers())}>
            {t.endOthers}
          </Button>
        )
      }
    >
      <Table
        label={t.sessions}
        columns={[
          {
            key: 'device',
            header: t.device,
            cell: (one) => (
              <span className="row">
                {browserName(one.browser) ?? t.unknownBrowser}
                {one.current && <Pill tone="info">{t.current}</Pill>}
              </span>
            ),
          },
          { key: 'address', header: t.address, cell: (one) => one.address ?? '—' },
          { key: 'since', header: t.since, cell: (one) => f.moment(one.createdAt) },
          { key: 'until', header: t.until, cell: (one) => f.moment(one.expiresAt) },
          {
            key: 'end',
            header: '',
            num: true,
            cell: (one) =>
              !one.current && (
                <Button small onClick={() => void ended(sessionClient.end({ sessionId: one.sessionId }))}>
                  {t.end}
                </Button>
              ),
          },
        ]}
        rows={sessions.data}
        rowKey={(one) => one.sessionId}
        query={sessions}
      />
    </Card>
  );
}
