import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { MailDelivery } from '#actions/mails/panel.tsx';
import { apiClient, apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { ConfirmDialog } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { contract } from './contract.ts';
import { ChannelDialog } from './dialog.tsx';
import { History } from './history.tsx';
import { SecretDialog } from './secret.tsx';
import { channelTexts, errorText } from './texts.ts';

const api = apiQuery(contract);
const client = apiClient(contract);
export type Channel = Awaited<ReturnType<typeof client.list>>[number];
type Open = { what: 'edit' | 'history' | 'remove'; channel: Channel } | { what: 'add' } | { what: 'secret'; secret: string } | null;

/** Where else people are told: rooms of Slack, Teams and Chatwork, and webhooks. */
export function ChannelsPage() {
  const t = useTexts(channelTexts);
  const mayWrite = useCan('channels.write');
  const [open, setOpen] = useState<Open>(null);
  const channels = useQuery(api.list.queryOptions());
  const add = mayWrite && (
    <Button look="primary" onClick={() => setOpen({ what: 'add' })}>
      {t.add}
    </Button>
  );
  return (
    <Page>
      <PageHeader title={t.title} sub={t.sub} actions={add} />
      <Card flush>
        <Table
          label={t.title}
          columns={[
            { key: 'name', header: t.name, cell: (one) => <Name channel={one} /> },
            { key: 'state', header: t.state, cell: (one) => <State channel={one} /> },
            { key: 'kinds', header: t.tells, cell: (one) => <Tells channel={one} /> },
            { key: 'actions', header: '', num: true, cell: (one) => mayWrite && <Actions channel={one} onOpen={setOpen} /> },
          ]}
          rows={channels.data}
          rowKey={(one) => one.channelId}
          query={channels}
          empty={
            <EmptyState title={t.none} actions={add}>
              {t.noneHint}
            </EmptyState>
          }
        />
      </Card>
      <MailDelivery />
      {(open?.what === 'add' || open?.what === 'edit') && (
        <ChannelDialog
          channel={open.what === 'edit' ? open.channel : null}
          onClose={() => setOpen(null)}
          onSecret={(secret) => setOpen({ what: 'secret', secret })}
        />
      )}
      {open?.what === 'history' && <History channel={open.channel} onClose={() => setOpen(null)} />}
      {open?.what === 'secret' && <SecretDialog secret={open.secret} onClose={() => setOpen(null)} />}
      {open?.what === 'remove' && <Remove channel={open.channel} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function Name({ channel }: { channel: Channel }) {
  const t = useTexts(channelTexts);
  return (
    <>
      <b>{channel.name}</b>
      <span className="sub block">
        {t.channelKinds[channel.kind]}: {channel.target}
      </span>
    </>
  );
}

function Tells({ channel }: { channel: Channel }) {
  const t = useTexts(channelTexts);
  const kinds = channel.kinds.map((kind) => t.kinds[kind as keyof typeof t.kinds] ?? kind);
  return (
    <>
      {kinds.length ? kinds.join(t.separator) : t.onlyRules}
      {kinds.length > 0 && <span className="sub block">{channel.teamGone ? t.teamGone : channel.teamName ? t.ofTeam(channel.teamName) : t.ofAll}</span>}
    </>
  );
}

function State({ channel }: { channel: Channel }) {
  const t = useTexts(channelTexts);
  const f = useFormat();
  if (!channel.enabled) return <Pill tone="unknown">{t.off}</Pill>;
  if (channel.lastError)
    return (
      <>
        <Pill tone="risk">{t.failing}</Pill>
        <span className="sub block">
          {errorText(channel.lastError, t)} ({f.moment(channel.lastErrorAt)})
        </span>
      </>
    );
  if (!channel.lastOkAt) return <Pill tone="unknown">{t.unused}</Pill>;
  return (
    <>
      <Pill tone="good">{t.fine}</Pill>
      <span className="sub block">{f.moment(channel.lastOkAt)}</span>
    </>
  );
}

function Actions({ channel, onOpen }: { channel: Channel; onOpen: (open: Open) => void }) {
  const t = useTexts(channelTexts);
  const queries = useQueryClient();
  const { channelId } = channel;
  const onSuccess = () => queries.invalidateQueries({ queryKey: api.key() });
  const test = useMutation(
    api.test.mutationOptions({
      meta: { toast: true },
      onSuccess: async ({ ok, error }) => {
        toast(ok ? t.testSent : t.testFailed(errorText(error ?? '', t)), ok ? {} : { tone: 'risk' });
        await onSuccess();
      },
    }),
  );
  const update = useMutation(api.update.mutationOptions({ meta: { toast: true }, onSuccess }));
  const renew = useMutation(api.newSecret.mutationOptions({ meta: { toast: true }, onSuccess: ({ secret }) => onOpen({ what: 'secret', secret }) }));
  return (
    <span className="row justify-end">
      {channel.enabled && (
        <Button small busy={test.isPending} aria-label={`${t.test}: ${channel.name}`} onClick={() => test.mutate({ channelId })}>
          {t.test}
        </Button>
      )}
      <Menu
        label={t.more(channel.name)}
        icon="⋯"
        items={[
          { key: 'edit', label: t.edit, onAction: () => onOpen({ what: 'edit', channel }) },
          { key: 'history', label: t.history, onAction: () => onOpen({ what: 'history', channel }) },
          { key: 'switch', label: channel.enabled ? t.switchOff : t.switchOn, onAction: () => update.mutate({ channelId, enabled: !channel.enabled }) },
          ...(channel.kind === 'webhook' ? [{ key: 'secret', label: t.newSecret, onAction: () => renew.mutate({ channelId }) }] : []),
          { key: 'remove', label: t.remove, danger: true, onAction: () => onOpen({ what: 'remove', channel }) },
        ]}
      />
    </span>
  );
}

function Remove({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const t = useTexts(channelTexts);
  const remove = useMutation(
    api.remove.mutationOptions({
      meta: { toast: true },
      ...useDone(t.removed, onClose, api.key()),
    }),
  );
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      onConfirm={() => remove.mutate({ channelId: channel.channelId })}
      title={t.removeTitle(channel.name)}
      confirmLabel={t.remove}
      danger
      busy={remove.isPending}
    >
      {t.removeText}
    </ConfirmDialog>
  );
}
