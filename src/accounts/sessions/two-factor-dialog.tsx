import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { Dialog } from '#platform/ui/dialog.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { sessionClient } from './me.ts';
import { PasswordAsk } from './password-ask.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { sessionTexts } from './texts.ts';

/** Turning two-factor off, or replacing the recovery codes. */
export function TwoFactorDialog({ what, onClose }: { what: 'disable' | 'renew'; onClose: () => void }) {
  const t = useTexts(sessionTexts);
  const queries = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const title = what === 'disable' ? t.disable : t.renewCodes;
  const work = async (password: string) => {
    if (what === 'renew') return setCodes((await sessionClient.newRecoveryCodes({ password })).recoveryCodes);
    await sessionClient.disableTwoFactor({ password });
    toast(t.twoFactorGone);
    onClose();
    await queries.invalidateQueries({ queryKey: ['me'] });
  };
  return (
    <Dialog open onClose={onClose} title={codes ? t.recoveryTitle : title}>
      {codes ? (
        <RecoveryCodes codes={codes} onDone={onClose} />
      ) : (
        <PasswordAsk label={title} danger={what === 'disable'} onClose={onClose} work={work}>
          <p>{what === 'disable' ? t.disableConfirm : t.renewConfirm}</p>
        </PasswordAsk>
      )}
    </Dialog>
  );
}
