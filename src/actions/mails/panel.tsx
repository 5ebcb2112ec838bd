import { useMutation, useQuery } from '@tanstack/react-query';
import { apiClient, apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Card } from '#platform/ui/layout.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState, Loaded, Notice } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { contract } from './contract.ts';
import { deliveryTexts } from './texts.ts';

const api = apiQuery(contract);
const client = apiClient(contract);
type Mail = Awaited<ReturnType<typeof client.delivery>>['mails'][number];

/** Whether notification mails arrive: those refused can be sent again, those of which nobody knows are named. */
export function MailDelivery() {
  const t = useTexts(deliveryTexts);
  const f = useFormat();
  const delivery = useQuery(api.delivery.queryOptions());
  const found = delivery.data;
  return (
    <Card flush title={t.title} aside={found?.configured && <span className="sub">{t.counts(f.number(found.sent), f.number(found.waiting))}</span>}>
      <Loaded query={delivery} lines={3}>
        {() => (
          <>
            {!found!.configured && (
              <div className="p-3.5">
                <Notice tone="watch">{t.notSetUp}</Notice>
              </div>
            )}
            {found!.mails.length > 0 ? (
              <Undelivered mails={found!.mails} all={found!.failed + found!.unknown} />
            ) : (
              found!.configured && <EmptyState title={t.fine} />
            )}
          </>
        )}
      </Loaded>
    </Card>
  );
}

function Undelivered({ mails, all }: { mails: readonly Mail[]; all: number }) {
  const t = useTexts(deliveryTexts);
  const f = useFormat();
  const mayWrite = useCan('channels.write');
  return (
    <Table
      label={t.title}
      rows={mails}
      rowKey={(mail) => mail.mailId}
      columns={[
        {
          key: 'subject',
          header: t.subject,
          wrap: true,
          cell: (mail) => (
            <>
              <b>{mail.subject}</b>
              <span className="sub block">{t.kinds[mail.kind]}</span>
            </>
          ),
        },
        { key: 'to', header: t.to, cell: (mail) => <span title={mail.email}>{mail.memberName}</span> },
        { key: 'when', header: t.when, cell: (mail) => f.moment(mail.createdAt) },
        { key: 'state', header: t.state, cell: (mail) => <Pill tone={mail.state === 'failed' ? 'risk' : 'watch'}>{t.states[mail.state]}</Pill> },
        {
          key: 'why',
          header: t.why,
          wrap: true,
          cell: (mail) => (
            <span className="sub">
              {mail.state === 'unknown' ? t.unknownHint : [mail.error, mail.attempts > 1 && t.attempts(mail.attempts)].filter(Boolean).join(' · ')}
            </span>
          ),
        },
        { key: 'retry', header: '', num: true, cell: (mail) => mayWrite && mail.state === 'failed' && <Retry mail={mail} /> },
      ]}
      foot={all > mails.length && <p className="sub px-3.5 py-2">{t.rest(f.number(mails.length))}</p>}
    />
  );
}

function Retry({ mail }: { mail: Mail }) {
  const t = useTexts(deliveryTexts);
  const retry = useMutation(
    api.retry.mutationOptions({
      meta: { toast: true },
      ...useDone(t.retried, undefined, api.key()),
    }),
  );
  return (
    <Button small busy={retry.isPending} aria-label={`${t.retry}: ${mail.subject}`} onClick={() => retry.mutate({ mailId: mail.mailId })}>
      {t.retry}
    </Button>
  );
}
