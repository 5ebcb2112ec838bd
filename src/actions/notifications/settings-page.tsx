import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiClient, apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Form } from '#platform/ui/bare.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Select, Switch } from '#platform/ui/fields.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { FormProblem, Loaded, Notice } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { settingsContract } from './contract.ts';
import { settingsTexts } from './settings-texts.ts';
import { KindTable } from './settings-kinds.tsx';

const api = apiQuery(settingsContract);
const client = apiClient(settingsContract);
export type Settings = Awaited<ReturnType<typeof client.get>>;

const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${hour}:00` }));

/** How one is told about what: in the bell, by mail at once, in one mail a day, or not at all. */
export function NotificationSettingsPage() {
  const t = useTexts(settingsTexts);
  const settings = useQuery(api.get.queryOptions());
  return (
    <Page>
      <PageHeader title={t.title} sub={t.sub} />
      <Loaded query={settings}>{() => <SettingsForm saved={settings.data!} />}</Loaded>
    </Page>
  );
}

function SettingsForm({ saved }: { saved: Settings }) {
  const t = useTexts(settingsTexts);
  const queries = useQueryClient();
  const [wish, setWish] = useState(saved);
  const put = useMutation(
    api.put.mutationOptions({
      onSuccess: (after) => {
        toast(t.saved);
        setWish(after);
        queries.setQueryData(api.get.queryKey(), after);
      },
    }),
  );
  const errors = fieldErrors(put.error);
  const change = (part: Partial<Settings>) => setWish({ ...wish, ...part });
  const send = () => put.mutate({ ...wish, kinds: wish.kinds.map(({ kind, inApp, mail }) => ({ kind, inApp, mail })) });
  return (
    <Form onSubmit={send}>
      {!wish.mailWorks && <Notice tone="watch">{t.noMail}</Notice>}
      <Card flush title={t.kindsTitle}>
        <KindTable kinds={wish.kinds} onChange={(kinds) => change({ kinds })} />
      </Card>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title={t.digestTitle}>
          <div className="stack !gap-3">
            <Switch label={t.digestOn} hint={t.digestHint} checked={wish.digestHour !== null} onChange={(on) => change({ digestHour: on ? 8 : null })} />
            {wish.digestHour !== null && (
              <Select
                label={t.digestHour}
                value={String(wish.digestHour)}
                onChange={(hour) => change({ digestHour: Number(hour) })}
                options={hours}
                error={errors.digestHour}
              />
            )}
          </div>
        </Card>
        <Card title={t.quietTitle}>
          <div className="stack !gap-3">
            <Switch label={t.quietOn} hint={t.quietHint} checked={wish.quiet !== null} onChange={(on) => change({ quiet: on ? { from: 20, to: 7 } : null })} />
            {wish.quiet && <QuietHours quiet={wish.quiet} onChange={(quiet) => change({ quiet })} />}
            <Switch label={t.onWeekends} checked={wish.onWeekends} onChange={(onWeekends) => change({ onWeekends })} />
            <Switch label={t.onHolidays} checked={wish.onHolidays} onChange={(onHolidays) => change({ onHolidays })} />
          </div>
        </Card>
      </div>
      {Object.keys(errors).length === 0 && <FormProblem error={put.error} />}
      <div className="actions">
        <Button look="primary" type="submit" busy={put.isPending}>
          {t.save}
        </Button>
      </div>
    </Form>
  );
}

type Quiet = NonNullable<Settings['quiet']>;

function QuietHours({ quiet, onChange }: { quiet: Quiet; onChange: (quiet: Quiet) => void }) {
  const t = useTexts(settingsTexts);
  return (
    <div className="grid grid-cols-2 gap-3">
      <Select label={t.quietFrom} value={String(quiet.from)} onChange={(from) => onChange({ ...quiet, from: Number(from) })} options={hours} />
      <Select label={t.quietTo} value={String(quiet.to)} onChange={(to) => onChange({ ...quiet, to: Number(to) })} options={hours} />
    </div>
  );
}
