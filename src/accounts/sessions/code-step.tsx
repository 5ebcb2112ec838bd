import { useState } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { BareTitle, Form } from '#platform/ui/bare.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Checkbox, TextField } from '#platform/ui/fields.tsx';
import { Notice } from '#platform/ui/states.tsx';
import { useSubmit } from '#platform/ui/submit.ts';
import { sessionClient } from './me.ts';
import { sessionTexts } from './texts.ts';

/** The second factor at sign-in: a code of the app, or a recovery code. */
export function CodeStep({ onDone, onBack }: { onDone: () => Promise<void>; onBack: () => void }) {
  const t = useTexts(sessionTexts);
  const [recovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const [trustDevice, setTrustDevice] = useState(false);
  const form = useSubmit(async () => {
    if (recovery) await sessionClient.verifyRecoveryCode({ code });
    else await sessionClient.verifyCode({ code: digits(code), trustDevice });
    await onDone();
  });
  const turn = () => {
    setRecovery(!recovery);
    setCode('');
  };
  return (
    <>
      <BareTitle title={t.codeTitle} sub={recovery ? t.recoveryHint : t.codeHint} />
      <Form onSubmit={() => form.submit()}>
        {form.text && <Notice tone="risk">{form.text}</Notice>}
        <TextField
          key={String(recovery)}
          label={recovery ? t.recoveryCode : t.code}
          value={code}
          onChange={setCode}
          autoFocus
          autoComplete="one-time-code"
          inputMode={recovery ? 'text' : 'numeric'}
          error={form.fields.code}
        />
        {!recovery && <Checkbox label={t.trust} checked={trustDevice} onChange={setTrustDevice} />}
        <Button look="primary" type="submit" busy={form.busy} className="w-full">
          {t.verify}
        </Button>
        <Button look="ghost" small className="self-center" onClick={turn}>
          {recovery ? t.useApp : t.useRecovery}
        </Button>
        <Button look="ghost" small className="self-center" onClick={onBack}>
          {t.back}
        </Button>
      </Form>
    </>
  );
}

/** Full-width digits and spaces, as a Japanese keyboard and an app write them. */
export function digits(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '');
}
