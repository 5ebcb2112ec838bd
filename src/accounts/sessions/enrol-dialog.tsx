import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { renderSVG } from 'uqr';
import { useTexts } from '#platform/i18n/react.tsx';
import { Form } from '#platform/ui/bare.tsx';
import { CodeBlock } from '#platform/ui/copy.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { TextField } from '#platform/ui/fields.tsx';
import { Notice } from '#platform/ui/states.tsx';
import { useSubmit } from '#platform/ui/submit.ts';
import { toast } from '#platform/ui/toast.tsx';
import { digits } from './code-step.tsx';
import { sessionClient } from './me.ts';
import { PasswordAsk } from './password-ask.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { sessionTexts } from './texts.ts';

type Begun = Awaited<ReturnType<typeof sessionClient.enableTwoFactor>>;

/** Password, then the QR code and a first code of the app, then the recovery codes. */
export function EnrolDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(sessionTexts);
  const queries = useQueryClient();
  const [begun, setBegun] = useState<Begun | null>(null);
  const [done, setDone] = useState(false);
  const finish = () => {
    void queries.invalidateQueries({ queryKey: ['me'] });
    toast(t.twoFactorDone);
    onClose();
  };
  return (
    <Dialog open onClose={done ? finish : onClose} title={done ? t.recoveryTitle : t.enable}>
      {!begun && <PasswordAsk label={t.next} onClose={onClose} work={async (password) => setBegun(await sessionClient.enableTwoFactor({ password }))} />}
      {begun && !done && <Scan uri={begun.totpURI} onClose={onClose} onDone={() => setDone(true)} />}
      {begun && done && <RecoveryCodes codes={begun.recoveryCodes} onDone={finish} />}
    </Dialog>
  );
}

function Scan({ uri, onDone, onClose }: { uri: string; onDone: () => void; onClose: () => void }) {
  const t = useTexts(sessionTexts);
  const [code, setCode] = useState('');
  const picture = useMemo(() => `data:image/svg+xml,${encodeURIComponent(renderSVG(uri, { ecc: 'M', border: 2 }))}`, [uri]);
  const form = useSubmit(async () => {
    await sessionClient.verifyCode({ code: digits(code) });
    onDone();
  });
  return (
    <Form onSubmit={() => form.submit()}>
      <p>{t.scan}</p>
      <img src={picture} alt={t.qr} width={200} height={200} className="self-center rounded-lg bg-white" />
      <CodeBlock label={t.manualKey} code={new URL(uri).searchParams.get('secret') ?? ''} />
      {form.text && <Notice tone="risk">{form.text}</Notice>}
      <TextField label={t.code} value={code} onChange={setCode} inputMode="numeric" autoComplete="one-time-code" error={form.fields.code} />
      <DialogActions onClose={onClose} label={t.verify} busy={form.busy} />
    </Form>
  );
}
