import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { apiClient } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { BarePage, BareTitle, Form } from '#platform/ui/bare.tsx';
import { Button, LinkButton } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/fields.tsx';
import { Notice, SkeletonBlock } from '#platform/ui/states.tsx';
import { useSubmit } from '#platform/ui/submit.ts';
import { contract } from './contract.ts';
import { memberTexts } from './texts.ts';

const client = apiClient(contract);
type Linked = Awaited<ReturnType<typeof client.readLink>>;
type State = { linked: Linked | null; gone: boolean };

/** Where a one-time link leads: an invitation, or another password. The token follows # and so is in no server's log. */
export function WelcomePage() {
  const [token] = useState(() => location.hash.slice(1));
  const [{ linked, gone }, setState] = useState<State>({ linked: null, gone: token.length < 20 });
  useEffect(() => {
    if (token.length < 20) return;
    client.readLink({ token }).then(
      (found) => setState({ linked: found, gone: false }),
      () => setState({ linked: null, gone: true }),
    );
  }, [token]);
  return <BarePage language={linked?.language}>{gone ? <Gone /> : linked ? <Accept token={token} linked={linked} /> : <SkeletonBlock />}</BarePage>;
}

function Accept({ token, linked }: { token: string; linked: Linked }) {
  const t = useTexts(memberTexts);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const invited = linked.purpose === 'invite';
  const [name, setName] = useState(linked.name);
  const [password, setPassword] = useState('');
  const [short, setShort] = useState(false);
  const form = useSubmit(async () => {
    const { twoFactor } = await client.acceptLink({ token, password, ...(invited ? { name } : {}) });
    await queries.invalidateQueries({ queryKey: ['me'], refetchType: 'all' });
    await navigate({ to: twoFactor ? '/sign-in' : '/', replace: true });
  });
  const send = () => {
    setShort(password.length < 10);
    if (password.length >= 10) form.submit();
  };
  return (
    <>
      <BareTitle
        title={invited ? t.welcomeInvite(linked.organisation) : t.welcomeReset}
        sub={invited ? t.welcomeInviteSub(linked.email) : t.welcomeResetSub(linked.email)}
      />
      <Form onSubmit={send}>
        {form.text && <Notice tone="risk">{form.text}</Notice>}
        {invited && <TextField label={t.name} value={name} onChange={setName} autoComplete="name" error={form.fields.name} required />}
        <input type="email" name="email" autoComplete="username" value={linked.email} readOnly hidden />
        <TextField
          label={t.password}
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          hint={t.passwordHint}
          error={short ? t.passwordShort : form.fields.password}
          required
        />
        <Button look="primary" type="submit" busy={form.busy} className="w-full">
          {t.start}
        </Button>
      </Form>
    </>
  );
}

function Gone() {
  const t = useTexts(memberTexts);
  return (
    <>
      <BareTitle title={t.linkGone} />
      <div className="stack">
        <p>{t.linkGoneText}</p>
        <LinkButton to="/sign-in">{t.toSignIn}</LinkButton>
      </div>
    </>
  );
}
