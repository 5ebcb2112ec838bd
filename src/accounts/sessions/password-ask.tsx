import { useState, type ReactNode } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { Form } from '#platform/ui/bare.tsx';
import { DialogActions } from '#platform/ui/dialog.tsx';
import { TextField } from '#platform/ui/fields.tsx';
import { Notice } from '#platform/ui/states.tsx';
import { useSubmit } from '#platform/ui/submit.ts';
import { sessionTexts } from './texts.ts';

type Props = { label: string; danger?: boolean; children?: ReactNode; work: (password: string) => Promise<void>; onClose: () => void };

/** Asks for the password once more, before something that must not happen at an open screen. */
export function PasswordAsk({ label, danger, children, work, onClose }: Props) {
  const t = useTexts(sessionTexts);
  const [password, setPassword] = useState('');
  const form = useSubmit(() => work(password));
  return (
    <Form onSubmit={() => form.submit()}>
      {children}
      <p>{t.confirmPassword}</p>
      {form.text && <Notice tone="risk">{form.text}</Notice>}
      <TextField label={t.password} type="password" autoComplete="current-password" value={password} onChange={setPassword} error={form.fields.password} />
      <DialogActions onClose={onClose} label={label} busy={form.busy} danger={danger} />
    </Form>
  );
}
