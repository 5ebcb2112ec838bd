import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiClient, apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { ConfirmDialog } from '#platform/ui/dialog.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { contract } from './contract.ts';
import type { ShownLink } from './link-dialog.tsx';
import { memberTexts } from './texts.ts';

const api = apiQuery(contract);
const client = apiClient(contract);
export type Member = Awaited<ReturnType<typeof client.get>>;

type Asked = 'disable' | 'two-factor' | null;

/** What an administrator can do with a member. */
export function MemberMenu({ member, onEdit, onLink }: { member: Member; onEdit: () => void; onLink: (link: ShownLink) => void }) {
  const t = useTexts(memberTexts);
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked>(null);
  const disabled = member.status === 'disabled';
  const memberId = member.id;
  // A refusal is about the member as a whole, so it is told as a toast.
  const act = useMutation({
    meta: { toast: true },
    mutationFn: (work: () => Promise<string | null>) => work(),
    onSuccess: async (said) => {
      if (said) toast(said);
      setAsked(null);
      await queries.invalidateQueries({ queryKey: api.key() });
    },
    onError: () => setAsked(null),
  });
  const link = () =>
    act.mutate(async () => {
      onLink({ name: member.name, email: member.email, ...(await client.makeLink({ memberId })) });
      return null;
    });
  const setDisabled = (to: boolean) =>
    act.mutate(async () => {
      await client.update({ memberId, disabled: to });
      return t.saved;
    });
  const removeTwoFactor = () =>
    act.mutate(async () => {
      await client.removeTwoFactor({ memberId });
      return t.saved;
    });
  const endSessions = () => act.mutate(async () => t.ended((await client.endSessions({ memberId })).ended));
  return (
    <>
      <Menu
        label={t.actions(member.name)}
        icon="⋯"
        look="ghost"
        small
        items={[
          { key: 'edit', label: t.edit, onAction: onEdit },
          ...(disabled ? [] : [{ key: 'link', label: member.status === 'invited' ? t.linkInvite : t.linkReset, onAction: link }]),
          ...(member.status === 'active' ? [{ key: 'end', label: t.endSessions, onAction: endSessions }] : []),
          ...(member.twoFactor ? [{ key: 'two', label: t.removeTwoFactor, onAction: () => setAsked('two-factor') }] : []),
          disabled
            ? { key: 'enable', label: t.enable, onAction: () => setDisabled(false) }
            : { key: 'disable', label: t.disable, danger: true, onAction: () => setAsked('disable') },
        ]}
      />
      <ConfirmDialog
        open={asked === 'disable'}
        onClose={() => setAsked(null)}
        onConfirm={() => setDisabled(true)}
        title={t.disableTitle(member.name)}
        confirmLabel={t.disable}
        danger
        busy={act.isPending}
      >
        {t.disableText}
      </ConfirmDialog>
      <ConfirmDialog
        open={asked === 'two-factor'}
        onClose={() => setAsked(null)}
        onConfirm={removeTwoFactor}
        title={t.removeTwoFactor}
        confirmLabel={t.removeTwoFactor}
        danger
        busy={act.isPending}
      >
        {t.removeTwoFactorText}
      </ConfirmDialog>
    </>
  );
}
