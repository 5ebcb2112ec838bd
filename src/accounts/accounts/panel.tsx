import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { contract as attributeContract } from '#accounts/attributes/contract.ts';
import { AttributeValue } from '#accounts/attributes/panel.tsx';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Card, Facts } from '#platform/ui/layout.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { EmptyState, Loaded } from '#platform/ui/states.tsx';
import { Timeline } from '#platform/ui/timeline.tsx';
import { contract } from './contract.ts';
import type { AccountDetail } from './dialog.tsx';
import { accountTexts } from './texts.ts';

export { AccountDialog, type AccountDetail } from './dialog.tsx';
export { AccountMenu } from './menu.tsx';
export { accountTexts } from './texts.ts';
const api = apiQuery(contract);
const attributes = apiQuery(attributeContract);

/** Everything known of an account itself, its own attributes included. */
export function AccountInfo({ account: a, aside }: { account: AccountDetail; aside?: ReactNode }) {
  const t = useTexts(accountTexts);
  const f = useFormat();
  const definitions = useQuery(attributes.list.queryOptions());
  const shown = (definitions.data ?? []).filter((d) => !d.archived || d.key in a.attributes);
  const months = a.tenureMonths;
  return (
    <>
      <Card title={t.info} aside={aside}>
        <Facts
          rows={[
            [t.fields.name, a.name],
            [t.fields.kana, a.kana],
            [t.fields.externalId, a.externalId],
            [t.fields.corporateNumber, a.corporateNumber],
            [t.fields.industry, a.industry],
            [t.fields.employees, a.employees === null ? null : t.people(f.number(a.employees))],
            [t.fields.region, a.region],
            [
              t.fields.website,
              a.website && (
                <a key="site" href={a.website} rel="noreferrer" target="_blank">
                  {a.website}
                </a>
              ),
            ],
            [
              t.fields.parentAccountId,
              a.parentAccountId && (
                <Link key="parent" to={`/accounts/${a.parentAccountId}`}>
                  {a.parentName}
                </Link>
              ),
            ],
            ...(a.children.length ? ([[t.children, <Children key="children" account={a} />]] as const) : []),
            [t.fields.touchModel, a.touchModel && t.touchModels[a.touchModel]],
            [t.fields.partnerId, a.partnerName],
            [t.fields.paymentStatus, a.paymentStatus && t.payments[a.paymentStatus]],
            [t.fields.firstContractOn, f.day(a.firstContractOn)],
            [t.tenure, months === null ? null : t.months(Math.floor(months / 12), months % 12)],
            ...(a.churnedOn
              ? ([
                  [
                    t.fields.churnedOn,
                    <span key="churned" className="text-bad">
                      {f.day(a.churnedOn)}
                    </span>,
                  ],
                ] as const)
              : []),
            [t.fields.tags, a.tags.join(t.separator) || null],
            [t.keys, a.keys.map((k) => `${k.source === 'manual' ? t.manual : k.source}: ${k.externalId}`).join(t.separator) || null],
          ]}
        />
        {a.description && <p className="pt-3 whitespace-pre-wrap">{a.description}</p>}
      </Card>
      <Card title={t.attributes}>
        {definitions.data && shown.length === 0 ? (
          <p className="sub">{t.attributesNone}</p>
        ) : (
          <Facts rows={shown.map((d) => [d.name, <AttributeValue key={d.key} kind={d.kind} value={a.attributes[d.key]} />] as const)} />
        )}
      </Card>
    </>
  );
}

function Children({ account: a }: { account: AccountDetail }) {
  return (
    <>
      {a.children.map((child, i) => (
        <span key={child.accountId}>
          {i > 0 && ' · '}
          <Link to={`/accounts/${child.accountId}`}>{child.name}</Link>
        </span>
      ))}
    </>
  );
}

/** What changed in an account and by whom, from its versions. */
export function AccountHistory({ accountId }: { accountId: string }) {
  const t = useTexts(accountTexts);
  const f = useFormat();
  const definitions = useQuery(attributes.list.queryOptions());
  const list = useInfiniteQuery(
    api.history.infiniteOptions({
      input: (cursor: string | undefined) => ({ accountId, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const nameOf = (field: string) => {
    if (!field.startsWith('attributes.')) return t.fields[field as keyof typeof t.fields] ?? field;
    return definitions.data?.find((d) => `attributes.${d.key}` === field)?.name ?? field;
  };
  const say = (field: string, value: unknown) => {
    if (value === null || value === undefined || value === '') return '—';
    if (Array.isArray(value)) return value.join(t.separator) || '—';
    if (field === 'touchModel') return t.touchModels[value as keyof typeof t.touchModels] ?? String(value);
    if (field === 'paymentStatus') return t.payments[value as keyof typeof t.payments] ?? String(value);
    if (field === 'archivedAt') return f.moment(String(value));
    if (typeof value === 'boolean') return value ? t.yes : t.no;
    return /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? f.dayShort(String(value)) : String(value);
  };
  return (
    <Card title={t.history}>
      <Loaded query={list}>
        {() =>
          items.length === 0 ? (
            <EmptyState title={t.historyNone} />
          ) : (
            <Timeline
              label={t.history}
              moments={items.map((entry) => ({
                key: entry.at,
                when: f.moment(entry.at),
                title: entry.by ? t.by(entry.by) : '',
                body: entry.changes.length
                  ? entry.changes.map((c) => <div key={c.field}>{t.change(nameOf(c.field), say(c.field, c.before), say(c.field, c.after))}</div>)
                  : t.created,
              }))}
            />
          )
        }
      </Loaded>
      <ShowMore query={list} />
    </Card>
  );
}
