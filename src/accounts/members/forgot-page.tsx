import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { contract as sessions } from '#accounts/sessions/contract.ts';
import { apiClient } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { BarePage, BareTitle, Form } from '#platform/ui/bare.tsx';
import { Button, LinkButton } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/fields.tsx';
import { Loaded, Notice } from '#platform/ui/states.tsx';
import { useSubmit } from '#platform/ui/submit.ts';
import { contract } from './contract.ts';
import { memberTexts } from './texts.ts';

const client = apiClient(contract);

/** Asks for a mail to set another password. Says the same whether or not the address is known. */
export function ForgotPage() {
  const me = useQuery({ queryKey: ['me'], queryFn: () => apiClient(sessions).me(), staleTime: 60_000 });
  return (
    <BarePage language={me.data?.organisation?.language}>
      <Loaded query={me}>{() => <Ask mail={me.data!.signIn.mail} />}</Loaded>
    </BarePage>
  );
}

function Ask({ mail }: { mail: boolean }) {
  const t = useTexts(memberTexts);
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const form = useSubmit(async () => {
    await client.askReset({ email });
    setSent(true);
  });
  return (
    <>
      <BareTitle title={t.resetTitle} sub={mail && !sent ? t.resetSub : undefined} />
      <Form onSubmit={() => form.submit()}>
        {!mail && <Notice>{t.resetNoMail}</Notice>}
        {sent && <Notice tone="good">{t.resetSent}</Notice>}
        {form.text && <Notice tone="risk">{form.text}</Notice>}
        {mail && !sent && (
          <>
            <TextField label={t.email} type="email" autoComplete="username" value={email} onChange={setEmail} error={form.fields.email} />
            <Button look="primary" type="submit" busy={form.busy} className="w-full">
              {t.resetSend}
            </Button>
          </>
        )}
        <LinkButton to="/sign-in" look="ghost" small className="self-center">
          {t.toSignIn}
        </LinkButton>
      </Form>
    </>
  );
}
