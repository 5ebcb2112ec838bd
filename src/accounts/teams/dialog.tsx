import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Form } from '#platform/ui/bare.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { Checkbox, TextField } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { Loaded } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { contract } from './contract.ts';
import { teamTexts } from './texts.ts';

const api = apiQuery(contract);
/** Somebody who may be put into a team. */
export type Candidate = { id: string; name: string; email: string };
export type Team = { id: string; name: string; members: { id: string; name: string }[] };

type Props = { team: Team | null; candidates: () => Promise<Candidate[]>; onClose: () => void };

export function TeamDialog({ team, candidates, onClose }: Props) {
  const t = useTexts(teamTexts);
  const queries = useQueryClient();
  const [name, setName] = useState(team?.name ?? '');
  const [chosen, setChosen] = useState(() => new Set(team?.members.map((member) => member.id)));
  const people = useQuery({ queryKey: ['team-candidates'], queryFn: candidates });
  const onSuccess = async () => {
    toast(t.saved);
    onClose();
    await queries.invalidateQueries();
  };
  const create = useMutation(api.create.mutationOptions({ onSuccess }));
  const update = useMutation(api.update.mutationOptions({ onSuccess }));
  const errors = fieldErrors((team ? update : create).error);
  const send = () => {
    const memberIds = [...chosen];
    if (team) update.mutate({ teamId: team.id, name, memberIds });
    else create.mutate({ name, memberIds });
  };
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <Dialog open onClose={onClose} title={team ? t.edit : t.add}>
      <Form onSubmit={send}>
        <TextField label={t.name} value={name} onChange={setName} error={errors.name} required autoComplete="off" />
        <fieldset className="field">
          <legend>{t.members}</legend>
          <Loaded query={people}>
            {() => (
              <div className="stack max-h-[260px] overflow-auto rounded-lg border border-line p-3">
                {people.data!.map((one) => (
                  <Checkbox key={one.id} label={one.name} hint={one.email} checked={chosen.has(one.id)} onChange={(on) => toggle(one.id, on)} />
                ))}
              </div>
            )}
          </Loaded>
        </fieldset>
        <DialogActions onClose={onClose} label={t.save} busy={create.isPending || update.isPending} />
      </Form>
    </Dialog>
  );
}
