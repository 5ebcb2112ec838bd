import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { contract as teamsContract } from '#accounts/teams/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Form } from '#platform/ui/bare.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { Checkbox, RadioGroup, Select, TextField } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { FormProblem } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { channelKinds, contract, roomKinds } from './contract.ts';
import type { Channel } from './page.tsx';
import { channelTexts } from './texts.ts';

const api = apiQuery(contract);
const teamsApi = apiQuery(teamsContract);
type Kind = (typeof roomKinds)[number];

/** Adds a channel or changes one. An address or token is never shown again; left empty, it stays. */
export function ChannelDialog({ channel, onClose, onSecret }: { channel: Channel | null; onClose: () => void; onSecret: (secret: string) => void }) {
  const t = useTexts(channelTexts);
  const queries = useQueryClient();
  const [wish, setWish] = useState({
    kind: channel?.kind ?? ('slack' as (typeof channelKinds)[number]),
    name: channel?.name ?? '',
    kinds: (channel?.kinds ?? ['ctas', 'escalations', 'rules', 'attention']) as Kind[],
    teamId: channel?.teamId ?? null,
    language: channel?.language ?? useLanguage(),
  });
  const [place, setPlace] = useState({ url: '', roomId: '', token: '' });
  const done = async () => {
    toast(t.saved);
    onClose();
    await queries.invalidateQueries({ queryKey: api.key() });
  };
  const create = useMutation(
    api.create.mutationOptions({
      onSuccess: async ({ secret }) => {
        await done();
        if (secret) onSecret(secret);
      },
    }),
  );
  const update = useMutation(api.update.mutationOptions({ onSuccess: done }));
  const error = create.error ?? update.error;
  const errors = fieldErrors(error);
  const send = () => {
    const given = Object.fromEntries(Object.entries(place).filter(([, value]) => value.trim()));
    const { kind, ...fields } = wish;
    if (channel) update.mutate({ channelId: channel.channelId, ...fields, ...given });
    else create.mutate({ kind, ...fields, ...given });
  };
  const toggle = (kind: Kind, on: boolean) => setWish({ ...wish, kinds: roomKinds.filter((one) => (one === kind ? on : wish.kinds.includes(one))) });
  const stays = channel ? t.stays : undefined;
  return (
    <Dialog open onClose={onClose} title={channel ? t.editTitle(channel.name) : t.add} size="wide">
      <Form onSubmit={send}>
        {!channel && (
          <RadioGroup
            label={t.kind}
            value={wish.kind}
            onChange={(kind) => setWish({ ...wish, kind })}
            options={channelKinds.map((value) => ({ value, label: t.channelKinds[value], hint: t.kindHints[value] }))}
          />
        )}
        <TextField label={t.name} required value={wish.name} onChange={(name) => setWish({ ...wish, name })} error={errors.name} autoComplete="off" />
        {wish.kind === 'chatwork' ? (
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={t.roomId}
              required={!channel}
              value={place.roomId}
              onChange={(roomId) => setPlace({ ...place, roomId })}
              hint={stays ?? t.roomIdHint}
              error={errors.roomId}
              autoComplete="off"
            />
            <TextField
              label={t.token}
              required={!channel}
              type="password"
              value={place.token}
              onChange={(token) => setPlace({ ...place, token })}
              hint={stays}
              error={errors.token}
              autoComplete="new-password"
            />
          </div>
        ) : (
          <TextField
            label={t.url}
            required={!channel}
            type="url"
            value={place.url}
            onChange={(url) => setPlace({ ...place, url })}
            hint={stays ?? t.urlHint}
            error={errors.url}
            autoComplete="off"
          />
        )}
        <fieldset className="field">
          <legend>{t.tells}</legend>
          <div className="grid gap-2 sm:grid-cols-2">
            {roomKinds.map((kind) => (
              <Checkbox key={kind} label={t.kinds[kind]} checked={wish.kinds.includes(kind)} onChange={(on) => toggle(kind, on)} />
            ))}
          </div>
          {wish.kind === 'webhook' && <span className="hint">{t.rulesToo}</span>}
        </fieldset>
        <div className="grid gap-4 sm:grid-cols-2">
          <TeamSelect value={wish.teamId} onChange={(teamId) => setWish({ ...wish, teamId })} error={errors.teamId} />
          {wish.kind !== 'webhook' && (
            <Select
              label={t.language}
              value={wish.language}
              onChange={(language) => setWish({ ...wish, language })}
              options={[
                { value: 'ja', label: '日本語' },
                { value: 'en', label: 'English' },
              ]}
            />
          )}
        </div>
        {Object.keys(errors).length === 0 && <FormProblem error={error} />}
        <DialogActions onClose={onClose} label={t.save} busy={create.isPending || update.isPending} />
      </Form>
    </Dialog>
  );
}

function TeamSelect({ value, onChange, error }: { value: string | null; onChange: (value: string | null) => void; error?: string }) {
  const t = useTexts(channelTexts);
  const teams = useQuery(teamsApi.list.queryOptions());
  return (
    <Select
      label={t.whose}
      value={value ?? ''}
      onChange={(teamId) => onChange(teamId || null)}
      error={error}
      options={[{ value: '', label: t.ofAll }, ...(teams.data ?? []).map((team) => ({ value: team.id, label: t.ofTeam(team.name) }))]}
    />
  );
}
