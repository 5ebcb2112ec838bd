import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { CodeBlock } from '#platform/ui/copy.tsx';
import { Dialog } from '#platform/ui/dialog.tsx';
import { Notice } from '#platform/ui/states.tsx';
import { channelTexts } from './texts.ts';

const check = (secret: string) => `import { Webhook } from 'standardwebhooks';

new Webhook('${secret}').verify(body, headers); // webhook-id, webhook-timestamp, webhook-signature`;

/** The signing secret of a webhook, shown once, with how to check it. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useTexts(channelTexts);
  return (
    <Dialog open onClose={onClose} title={t.secretTitle} size="wide">
      <div className="stack !gap-4">
        <Notice tone="watch">{t.secretOnce}</Notice>
        <CodeBlock label={t.secret} code={secret} />
        <p className="sub">{t.secretHow}</p>
        <CodeBlock label={t.secretCheck} code={check(secret)} />
        <div className="actions">
          <Button look="primary" onClick={onClose}>
            {t.close}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
