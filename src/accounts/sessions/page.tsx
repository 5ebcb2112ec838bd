import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { Form } from '#platform/ui/bare.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Select, TextField } from '#platform/ui/fields.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { Loaded, Notice } from '#platform/ui/states.tsx';
import { useSubmit } from '#platform/ui/submit.ts';
import { toast } from '#platform/ui/toast.tsx';
import { sessionClient, useMe } from './me.ts';
import { OwnSessions } from './own-sessions.tsx';
import { sessionTexts } from './texts.ts';
import { TwoFactorCard } from './two-factor-card.tsx';

type Me = NonNullable<NonNullable<ReturnType<typeof useMe>['data']>['member']>;

/** The member's own settings: display, password, two-factor, devices. */
export function SecurityPage() {
  const t = useTexts(sessionTexts);
  const me = useMe();
  return (
    <Page>
      <PageHeader title={t.account} sub={t.accountSub} />
      <Loaded query={me}>{() => me.data!.member && <Cards me={me.data!.member} />}</Loaded>
    </Page>
  );
}

function Cards({ me }: { me: Me }) {
  const t = useTexts(sessionTexts);
  return (
    <>
      <div className="grid items-start gap-4 md:grid-cols-2">
        <Card title={t.profile}>
          <Profile me={me} />
        </Card>
        <Card title={t.changePassword}>{me.hasPassword ? <Password email={me.email} /> : <Notice>{t.noPassword}</Notice>}</Card>
      </div>
      <TwoFactorCard on={me.twoFactor} hasPassword={me.hasPassword} />
      <OwnSessions />
    </>
  );
}

function Profile({ me }: { me: Me }) {
  const t = useTexts(sessionTexts);
  const queries = useQueryClient();
  const [name, setName] = useState(me.name);
  const [kana, setKana] = useState(me.kana ?? '');
  const [language, setLanguage] = useState<'ja' | 'en' | 'none'>(me.language ?? 'none');
  const [theme, setTheme] = useState<'system' | 'light' | 'dark'>(me.theme ?? 'system');
  const form = useSubmit(async () => {
    await sessionClient.updateMe({ name, kana: kana || null, theme, language: language === 'none' ? null : language });
    await queries.invalidateQueries({ queryKey: ['me'] });
    toast(t.saved);
  });
  return (
    <Form onSubmit={() => form.submit()}>
      {form.text && <Notice tone="risk">{form.text}</Notice>}
      <TextField label={t.name} value={name} onChange={setName} autoComplete="name" error={form.fields.name} required />
      <TextField label={t.kana} value={kana} onChange={setKana} autoComplete="off" error={form.fields.kana} />
      <Select
        label={t.language}
        value={language}
        onChange={setLanguage}
        options={(['none', 'ja', 'en'] as const).map((value) => ({ value, label: t.languages[value] }))}
      />
      <Select
        label={t.theme}
        value={theme}
        onChange={setTheme}
        options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t.themes[value] }))}
      />
      <div className="row">
        <Button look="primary" type="submit" busy={form.busy}>
          {t.save}
        </Button>
      </div>
    </Form>
  );
}

function Password({ email }: { email: string }) {
  const t = useTexts(sessionTexts);
  const queries = useQueryClient();
  const empty = { currentPassword: '', newPassword: '' };
  const [given, setGiven] = useState(empty);
  const [short, setShort] = useState(false);
  const form = useSubmit(async () => {
    await sessionClient.changePassword(given);
    setGiven(empty);
    toast(t.passwordChanged);
    await queries.invalidateQueries({ queryKey: ['own-sessions'] });
  });
  const send = () => {
    setShort(given.newPassword.length < 10);
    if (given.newPassword.length >= 10) form.submit();
  };
  return (
    <Form onSubmit={send}>
      {form.text && <Notice tone="risk">{form.text}</Notice>}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <TextField
        label={t.currentPassword}
        type="password"
        autoComplete="current-password"
        value={given.currentPassword}
        onChange={(currentPassword) => setGiven({ ...given, currentPassword })}
        error={form.fields.currentPassword}
      />
      <TextField
        label={t.newPassword}
        type="password"
        autoComplete="new-password"
        value={given.newPassword}
        onChange={(newPassword) => setGiven({ ...given, newPassword })}
        hint={t.passwordHint}
        error={short ? t.passwordShort : form.fields.newPassword}
      />
      <div className="row">
        <Button type="submit" busy={form.busy}>
          {t.changePasswordNow}
        </Button>
      </div>
    </Form>
  );
}
