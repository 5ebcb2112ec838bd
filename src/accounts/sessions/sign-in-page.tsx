import { useQueryClient } from '@tanstack/react-query';
import { Navigate, useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { BarePage, BareTitle, Form } from '#platform/ui/bare.tsx';
import { Button, LinkButton } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/fields.tsx';
import { ErrorState, Notice, SkeletonBlock } from '#platform/ui/states.tsx';
import { useSubmit } from '#platform/ui/submit.ts';
import { useUrlState } from '#platform/ui/url-state.ts';
import { CodeStep } from './code-step.tsx';
import { sessionClient, useMe } from './me.ts';
import { sessionTexts } from './texts.ts';

export function SignInPage() {
  const me = useMe();
  if (me.error) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  if (!me.data) return <SkeletonBlock />;
  if (me.data.setup) return <Navigate to="/setup" replace />;
  if (me.data.member) return <GoOn />;
  const { organisation, signIn } = me.data;
  return (
    <BarePage language={organisation?.language}>
      <Steps organisation={organisation?.name ?? ''} oidc={signIn.oidc} />
    </BarePage>
  );
}

/** On to where the person was going, if that is a page of ours. */
function GoOn() {
  const { history } = useRouter();
  const [{ next }] = useUrlState<{ next: string }>();
  useEffect(() => history.replace(next && /^\/(?![/\\])/.test(next) ? next : '/'), [history, next]);
  return <SkeletonBlock />;
}

function Steps({ organisation, oidc }: { organisation: string; oidc: string | null }) {
  const queries = useQueryClient();
  const [code, setCode] = useState(false);
  const enter = async () => queries.invalidateQueries({ queryKey: ['me'] });
  if (code) return <CodeStep onDone={enter} onBack={() => setCode(false)} />;
  return <PasswordStep organisation={organisation} oidc={oidc} onDone={enter} onCode={() => setCode(true)} />;
}

type PasswordProps = { organisation: string; oidc: string | null; onDone: () => Promise<void>; onCode: () => void };

function PasswordStep({ organisation, oidc, onDone, onCode }: PasswordProps) {
  const t = useTexts(sessionTexts);
  const [{ next, error: refused }] = useUrlState<{ next: string; error: string }>();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const form = useSubmit(async () => {
    const { twoFactor } = await sessionClient.signIn({ email, password });
    if (twoFactor) onCode();
    else await onDone();
  });
  const away = useSubmit(async () => {
    const { url } = await sessionClient.signInOidc({ next });
    location.assign(url);
  });
  return (
    <>
      <BareTitle title={t.signIn} sub={organisation && t.signInTo(organisation)} />
      <Form onSubmit={() => form.submit()}>
        {refused && <Notice tone="risk">{t.oidcRefused}</Notice>}
        {(form.text ?? away.text) && <Notice tone="risk">{form.text ?? away.text}</Notice>}
        <TextField label={t.email} type="email" autoComplete="username" value={email} onChange={setEmail} error={form.fields.email} />
        <TextField label={t.password} type="password" autoComplete="current-password" value={password} onChange={setPassword} error={form.fields.password} />
        <Button look="primary" type="submit" busy={form.busy} className="w-full">
          {t.signIn}
        </Button>
        <LinkButton to="/forgot" look="ghost" small className="self-center">
          {t.forgot}
        </LinkButton>
      </Form>
      {oidc && (
        <div className="stack pt-2">
          <div className="sub text-center">{t.or}</div>
          <Button className="w-full" busy={away.busy} onClick={() => away.submit()}>
            {t.withOidc(oidc)}
          </Button>
        </div>
      )}
    </>
  );
}
