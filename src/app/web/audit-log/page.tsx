import { contract } from '#accounts/audit-log/contract.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { apiClient, apiQuery } from '#platform/http/client.ts';
import { useFormat, useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';
import { Changes } from './changes.tsx';
import { Filters, type Filter } from './filters.tsx';
import { actionLabel, actorLabel, nounLabel } from './labels.ts';
import { auditTexts } from './texts.ts';

const api = apiQuery(contract);
const client = apiClient(contract);
type Entry = Awaited<ReturnType<typeof client.list>>['items'][number];

export function AuditLogPage() {
  const t = useTexts(auditTexts);
  const f = useFormat();
  const language = useLanguage();
  const [filter, setFilter] = useUrlState<Filter>();
  const { q, actorId, action, noun, from, to } = filter;
  const entries = useInfiniteQuery(
    api.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ q, actorId, action, noun, from, to, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
      placeholderData: (before) => before,
    }),
  );
  const clear = (
    <Button onClick={() => setFilter({ q: undefined, actorId: undefined, action: undefined, noun: undefined, from: undefined, to: undefined })}>
      {t.clear}
    </Button>
  );
  return (
    <Page>
      <PageHeader title={t.title} sub={t.sub} />
      <Card flush>
        <Filters filter={filter} onChange={setFilter} />
        <Table
          label={t.title}
          columns={[
            { key: 'at', header: t.at, cell: (one) => f.moment(one.at) },
            { key: 'who', header: t.who, cell: (one) => <Who entry={one} /> },
            { key: 'what', header: t.what, cell: (one) => actionLabel(one.action, language) },
            { key: 'which', header: t.which, wrap: true, cell: (one) => <Which entry={one} /> },
            { key: 'changes', header: t.changes, wrap: true, cell: (one) => <Changes changes={one.changes} noun={one.noun} names={one.names} /> },
          ]}
          rows={entries.data?.pages.flatMap((page) => page.items)}
          rowKey={(one) => one.id}
          query={entries}
          empty={
            <EmptyState title={t.none} actions={clear}>
              {t.noneHint}
            </EmptyState>
          }
          foot={<ShowMore query={entries} />}
        />
      </Card>
    </Page>
  );
}

function Who({ entry }: { entry: Entry }) {
  const t = useTexts(auditTexts);
  const language = useLanguage();
  const name = entry.actorKind === 'member' ? entry.actorName : actorLabel(entry.actorName, language);
  const kind = name === entry.actorName ? t.kinds[entry.actorKind] : '';
  return (
    <>
      {name} {kind && <span className="sub">{kind}</span>}
    </>
  );
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What it was about. An id that no name is kept for says nothing to a reader. */
function Which({ entry }: { entry: Entry }) {
  const language = useLanguage();
  const name = entry.label ?? (uuid.test(entry.nounId ?? '') ? '' : (entry.nounId ?? ''));
  return (
    <>
      <span className="sub">{nounLabel(entry.noun, language)}</span>{' '}
      {entry.accountId ? (
        <Link to={`/accounts/${entry.accountId}`} className="underline">
          {name}
        </Link>
      ) : (
        name
      )}
    </>
  );
}
