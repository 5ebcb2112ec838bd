import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { contract as teams } from '#accounts/teams/contract.ts';
import { roles, type Role } from '#platform/auth/permissions.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Form } from '#platform/ui/bare.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { Checkbox, Select, TextField } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { Notice } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { contract } from './contract.ts';
import type { ShownLink } from './link-dialog.tsx';
import type { Member } from './member-menu.tsx';
import { memberTerms } from './terms.ts';
import { memberTexts, roleHints } from './texts.ts';

const api = apiQuery(contract);
const teamApi = apiQuery(teams);

/** Invites a member, or changes one. */
export function MemberDialog({ member, onClose, onLink }: { member: Member | null; onClose: () => void; onLink: (link: ShownLink) => void }) {
  const t = useTexts(memberTexts);
  const words = useTexts(memberTerms);
  const hints = useTexts(roleHints);
  const queries = useQueryClient();
  const [value, setValue] = useState({ name: member?.name ?? '', kana: member?.kana ?? '', email: member?.email ?? '', role: member?.role ?? ('csm' as Role) });
  const [teamIds, setTeamIds] = useState<string[]>([]);
  const done = () => {
    onClose();
    return queries.invalidateQueries({ queryKey: api.key() });
  };
  const invite = useMutation(
    api.invite.mutationOptions({
      onSuccess: async ({ member: made, link }) => {
        await done();
        onLink({ name: made.name, email: made.email, ...link });
      },
    }),
  );
  const update = useMutation(
    api.update.mutationOptions({
      onSuccess: async () => {
        toast(t.saved);
        await done();
      },
    }),
  );
  const mutation = member ? update : invite;
  const errors = fieldErrors(mutation.error);
  const refused = mutation.error && !Object.keys(errors).length ? mutation.error.message : null;
  const send = () => {
    const wish = { ...value, kana: value.kana || null };
    if (member) update.mutate({ memberId: member.id, ...wish });
    else invite.mutate({ ...wish, teamIds });
  };
  return (
    <Dialog open onClose={onClose} title={member ? t.edit : t.invite}>
      <Form onSubmit={send}>
        {refused && <Notice tone="risk">{refused}</Notice>}
        <TextField
          label={t.email}
          type="email"
          value={value.email}
          onChange={(email) => setValue({ ...value, email })}
          error={errors.email}
          hint={member ? undefined : t.inviteHint}
          autoComplete="off"
          required
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label={t.name} value={value.name} onChange={(name) => setValue({ ...value, name })} error={errors.name} autoComplete="off" required />
          <TextField label={t.kana} value={value.kana} onChange={(kana) => setValue({ ...value, kana })} error={errors.kana} autoComplete="off" />
        </div>
        <Select
          label={t.role}
          value={value.role}
          onChange={(role) => setValue({ ...value, role })}
          options={roles.map((role) => ({ value: role, label: words[role] }))}
          hint={hints[value.role]}
          error={errors.role}
        />
        {!member && <TeamPicker chosen={teamIds} onChange={setTeamIds} />}
        <DialogActions onClose={onClose} label={member ? t.save : t.send} busy={mutation.isPending} />
      </Form>
    </Dialog>
  );
}

function TeamPicker({ chosen, onChange }: { chosen: string[]; onChange: (ids: string[]) => void }) {
  const t = useTexts(memberTexts);
  const all = useQuery(teamApi.list.queryOptions());
  if (!all.data?.length) return null;
  return (
    <fieldset className="field">
      <legend>{t.team}</legend>
      <div className="row">
        {all.data.map((team) => (
          <Checkbox
            key={team.id}
            label={team.name}
            checked={chosen.includes(team.id)}
            onChange={(on) => onChange(on ? [...chosen, team.id] : chosen.filter((id) => id !== team.id))}
          />
        ))}
      </div>
    </fieldset>
  );
}
