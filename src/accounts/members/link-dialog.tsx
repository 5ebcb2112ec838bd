import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { CodeBlock } from '#platform/ui/copy.tsx';
import { Dialog } from '#platform/ui/dialog.tsx';
import { memberTexts } from './texts.ts';

export type ShownLink = { name: string; email: string; url: string; expiresAt: string; mailed: boolean };

/** A one-time link, shown once to copy. */
export function LinkDialog({ link, onClose }: { link: ShownLink; onClose: () => void }) {
  const t = useTexts(memberTexts);
  const f = useFormat();
  return (
    <Dialog open onClose={onClose} title={t.linkTitle(link.name)}>
      <div className="stack">
        <p>{link.mailed ? t.linkMailed(link.email) : t.linkByHand}</p>
        <CodeBlock label={t.link} code={here(link.url)} />
        <p className="sub">{t.linkOnce(f.moment(link.expiresAt))}</p>
        <div className="actions">
          <Button look="primary" onClick={onClose}>
            {t.close}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** The address under which this browser reached Banso works for colleagues too; the configured one may not be set. */
function here(url: string): string {
  const { pathname, hash } = new URL(url);
  return `${location.origin}${pathname}${hash}`;
}
