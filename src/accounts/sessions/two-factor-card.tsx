import { lazy, Suspense, useState } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { sessionTexts } from './texts.ts';

const Enrol = lazy(async () => ({ default: (await import('./enrol-dialog.tsx')).EnrolDialog }));
const Change = lazy(async () => ({ default: (await import('./two-factor-dialog.tsx')).TwoFactorDialog }));

type Open = 'enrol' | 'disable' | 'renew' | null;

export function TwoFactorCard({ on, hasPassword }: { on: boolean; hasPassword: boolean }) {
  const t = useTexts(sessionTexts);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <Card title={t.twoFactor} aside={<Pill tone={on ? 'good' : 'unknown'}>{on ? t.twoFactorOn : t.twoFactorOff}</Pill>}>
      <div className="stack">
        <p>{t.twoFactorWhy}</p>
        {hasPassword && (
          <div className="row">
            {!on && (
              <Button look="primary" onClick={() => setOpen('enrol')}>
                {t.enable}
              </Button>
            )}
            {on && <Button onClick={() => setOpen('renew')}>{t.renewCodes}</Button>}
            {on && <Button onClick={() => setOpen('disable')}>{t.disable}</Button>}
          </div>
        )}
      </div>
      <Suspense fallback={null}>
        {open === 'enrol' && <Enrol onClose={close} />}
        {(open === 'disable' || open === 'renew') && <Change what={open} onClose={close} />}
      </Suspense>
    </Card>
  );
}
