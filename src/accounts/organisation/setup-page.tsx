import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { contract as sessions } from '#accounts/sessions/contract.ts';
import { apiClient } from '#platform/http/client.ts';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { BarePage, BareTitle, Form } from '#platform/ui/bare.tsx';
import { Button } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/fields.tsx';
import { Loaded, Notice } from '#platform/ui/states.tsx';
import { useSubmit } from '#platform/ui/submit.ts';
import { contract } from './contract.ts';
import { OrganisationFields, type Organisation } from './fields.tsx';
import { organisationTexts } from './texts.ts';

const client = apiClient(contract);

/** The first visit: the organisation and its first administrator. */
export function SetupPage() {
  const me = useQuery({ queryKey: ['me'], queryFn: () => apiClient(sessions).me(), staleTime: 60_000 });
  if (me.data && !me.data.setup) return <Navigate to="/" replace />;
  return (
    <BarePage wide>
      <Loaded query={me}>{() => <Setup />}</Loaded>
    </BarePage>
  );
}

function Setup() {
  const t = useTexts(organisationTexts);
  const language = useLanguage();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [organisation, setOrganisation] = useState<Organisation>({ name: '', timeZone: 'Asia/Tokyo', fiscalMonth: 4, currency: 'JPY', language });
  const [admin, setAdmin] = useState({ name: '', email: '', password: '' });
  const [short, setShort] = useState(false);
  const form = useSubmit(async () => {
    await client.setup({ organisation, admin });
    await queries.invalidateQueries({ queryKey: ['me'] });
    await navigate({ to: '/', replace: true });
  });
  const send = () => {
    setShort(admin.password.length < 10);
    if (admin.password.length >= 10) form.submit();
  };
  const errors = Object.fromEntries(Object.entries(form.fields).map(([path, text]) => [path.replace('organisation.', ''), text]));
  return (
    <>
      <BareTitle title={t.setupTitle} sub={t.setupSub} />
      <Form onSubmit={send}>
        {form.text && <Notice tone="risk">{form.text}</Notice>}
        <h2>{t.company}</h2>
        <OrganisationFields value={organisation} onChange={setOrganisation} errors={errors} />
        <h2 className="pt-2">{t.admin}</h2>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={t.adminName}
            value={admin.name}
            onChange={(name) => setAdmin({ ...admin, name })}
            error={form.fields['admin.name']}
            autoComplete="name"
            required
          />
          <TextField
            label={t.email}
            type="email"
            value={admin.email}
            onChange={(email) => setAdmin({ ...admin, email })}
            error={form.fields['admin.email']}
            autoComplete="username"
            required
          />
        </div>
        <TextField
          label={t.password}
          type="password"
          value={admin.password}
          onChange={(password) => setAdmin({ ...admin, password })}
          hint={t.passwordHint}
          error={short ? t.passwordShort : form.fields['admin.password']}
          autoComplete="new-password"
          required
        />
        <Button look="primary" type="submit" busy={form.busy} className="w-full">
          {t.start}
        </Button>
      </Form>
    </>
  );
}
