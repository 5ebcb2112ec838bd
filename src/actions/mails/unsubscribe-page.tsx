import { useEffect, useState } from 'react';
import { apiClient } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { BarePage, BareTitle, Form } from '#platform/ui/bare.tsx';
import { Button, LinkButton } from '#platform/ui/button.tsx';
import { Notice, SkeletonBlock } from '#platform/ui/states.tsx';
import { useSubmit } from '#platform/ui/submit.ts';
import { contract } from './contract.ts';
import { unsubscribeTexts } from './texts.ts';

const client = apiClient(contract);
type Link = Awaited<ReturnType<typeof client.read>>;

/** Where a mail's link to stop it leads: asks once, without signing in. Looking at it stops nothing, since mail scanners look too. */
export function UnsubscribePage() {
  const [token] = useState(() => new URLSearchParams(location.search).get('token') ?? '');
  const [link, setLink] = useState<Link | 'wrong' | null>(null);
  useEffect(() => {
    client.read({ token }).then(setLink, () => setLink('wrong'));
  }, [token]);
  return (
    <BarePage language={link && link !== 'wrong' ? link.language : null}>
      {link === null ? <SkeletonBlock /> : link === 'wrong' ? <Wrong /> : <Ask token={token} link={link} onStopped={setLink} />}
    </BarePage>
  );
}

function Ask({ token, link, onStopped }: { token: string; link: Link; onStopped: (link: Link) => void }) {
  const t = useTexts(unsubscribeTexts);
  const kind = t.kinds[link.kind];
  const form = useSubmit(async () => {
    const response = await fetch(`/api/unsubscribe?token=${encodeURIComponent(token)}`, { method: 'POST' });
    if (!response.ok) throw new Error(response.statusText);
    onStopped({ ...link, stopped: true });
  });
  if (link.stopped)
    return (
      <>
        <BareTitle title={t.title} sub={t.stopped(kind)} />
        <p className="sub">{t.again}</p>
        <div className="actions">
          <LinkButton to="/settings/notifications">{t.settings}</LinkButton>
        </div>
      </>
    );
  return (
    <>
      <BareTitle title={t.title} sub={t.ask(link.email, kind)} />
      <Form onSubmit={form.submit}>
        {form.text && <Notice tone="risk">{form.text}</Notice>}
        <Button look="primary" type="submit" busy={form.busy}>
          {t.stop}
        </Button>
      </Form>
    </>
  );
}

function Wrong() {
  const t = useTexts(unsubscribeTexts);
  return (
    <>
      <BareTitle title={t.wrong} sub={t.wrongHint} />
      <div className="actions">
        <LinkButton to="/settings/notifications">{t.settings}</LinkButton>
      </div>
    </>
  );
}
