import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { CopyButton } from '#platform/ui/copy.tsx';
import { useDone } from '#platform/ui/done.ts';
import { TextField } from '#platform/ui/fields.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { EmptyState, FormProblem, Loaded, Notice } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { contract } from './contract.ts';
import { calendarTexts } from './texts.ts';

const api = apiQuery(contract);

/** Meetings in, one's own work out. */
export function CalendarsPage() {
  const t = useTexts(calendarTexts);
  return (
    <Page>
      <PageHeader title={t.title} sub={t.sub} />
      <Incoming />
      <Outgoing />
    </Page>
  );
}

function Incoming() {
  const t = useTexts(calendarTexts);
  const f = useFormat();
  const feeds = useQuery(api.list.queryOptions());
  const refresh = useMutation(api.refresh.mutationOptions({ ...useDone(t.refreshed), meta: { toast: true } }));
  const remove = useMutation(api.remove.mutationOptions({ ...useDone(t.removed), meta: { toast: true } }));
  return (
    <Card title={t.inTitle}>
      <div className="stack">
        <p className="sub">{t.inHint}</p>
        <Loaded query={feeds} lines={2}>
          {() =>
            feeds.data!.length === 0 ? (
              <EmptyState title={t.none} />
            ) : (
              <ul className="stack">
                {feeds.data!.map((feed) => (
                  <li key={feed.feedId} className="row spread border-line border-b pb-2">
                    <div className="min-w-0">
                      <b>{feed.name}</b> <span className="sub">{feed.host}</span>
                      <div className="sub">{feed.fetchedAt ? t.read(f.moment(feed.fetchedAt)) : t.never}</div>
                      {feed.truncated && <div className="sub">▲ {t.truncated}</div>}
                      {feed.lastError && <div className="text-[13px] text-bad">■ {feed.lastError}</div>}
                    </div>
                    <div className="row !gap-2">
                      <Button small busy={refresh.isPending} onClick={() => refresh.mutate({ feedId: feed.feedId })}>
                        {t.refresh}
                      </Button>
                      <Button small look="danger" busy={remove.isPending} onClick={() => remove.mutate({ feedId: feed.feedId })}>
                        {t.remove}
                      </Button>
                    </div>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
        <AddFeed />
      </div>
    </Card>
  );
}

function AddFeed() {
  const t = useTexts(calendarTexts);
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const add = useMutation(
    api.add.mutationOptions({
      onSuccess: async () => {
        toast(t.added);
        setName('');
        setUrl('');
        await queries.invalidateQueries();
      },
    }),
  );
  const errors = fieldErrors(add.error);
  const save = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ name, url });
  };
  return (
    <form className="stack max-w-[640px]" onSubmit={save}>
      <TextField label={t.name} required value={name} onChange={setName} hint={t.nameHint} error={errors.name} />
      <TextField label={t.url} required value={url} onChange={setUrl} inputMode="url" error={errors.url} />
      {!errors.name && !errors.url && <FormProblem error={add.error} />}
      <Button look="primary" type="submit" busy={add.isPending}>
        {t.add}
      </Button>
    </form>
  );
}

function Outgoing() {
  const t = useTexts(calendarTexts);
  const f = useFormat();
  const queries = useQueryClient();
  const link = useQuery(api.link.queryOptions());
  const make = useMutation(api.makeLink.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: api.link.key() }) }));
  const drop = useMutation(api.dropLink.mutationOptions(useDone(t.dropped, () => make.reset(), api.link.key())));
  const made = link.data?.createdAt ?? null;
  return (
    <Card title={t.outTitle}>
      <div className="stack">
        <p className="sub">{t.outHint}</p>
        {made && (
          <div className="sub">
            {t.since(f.moment(made))}
            {link.data?.usedAt && ` · ${t.used(f.moment(link.data.usedAt))}`}
          </div>
        )}
        {make.data && (
          <Notice>
            <div className="stack !gap-2">
              <span>{t.madeOnce}</span>
              <code className="break-all">{make.data.url}</code>
              <CopyButton text={make.data.url} />
            </div>
          </Notice>
        )}
        <div className="row">
          <Button look={made ? 'plain' : 'primary'} busy={make.isPending} onClick={() => make.mutate({})}>
            {made ? t.remake : t.make}
          </Button>
          {made && (
            <Button look="danger" busy={drop.isPending} onClick={() => drop.mutate({})}>
              {t.drop}
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}
