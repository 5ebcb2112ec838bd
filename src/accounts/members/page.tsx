import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { TeamsPanel } from '#accounts/teams/panel.tsx';
import { roles, type Role } from '#platform/auth/permissions.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Select, TextField } from '#platform/ui/fields.tsx';
import { Card, Page, PageHeader, Tabs } from '#platform/ui/layout.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { Pill, type Tone } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';
import { contract } from './contract.ts';
import { everybody } from './everybody.ts';
import { LinkDialog, type ShownLink } from './link-dialog.tsx';
import { MemberDialog } from './member-dialog.tsx';
import { MemberMenu, type Member } from './member-menu.tsx';
import { memberTerms } from './terms.ts';
import { memberTexts } from './texts.ts';

const api = apiQuery(contract);
const tones: Record<Member['status'], Tone> = { active: 'good', invited: 'watch', disabled: 'unknown' };

export function MembersPage() {
  const t = useTexts(memberTexts);
  const [{ tab }] = useUrlState<{ tab: string }>();
  const mayWrite = useCan('members.write');
  const [editing, setEditing] = useState<Member | 'new' | null>(null);
  const [link, setLink] = useState<ShownLink | null>(null);
  return (
    <Page>
      <PageHeader
        title={t.title}
        sub={t.sub}
        actions={
          mayWrite &&
          tab !== 'teams' && (
            <Button look="primary" onClick={() => setEditing('new')}>
              {t.invite}
            </Button>
          )
        }
      />
      <Tabs
        label={t.title}
        tabs={[
          { label: t.members, to: '/settings/members', search: {} },
          { label: t.teams, to: '/settings/members', search: { tab: 'teams' } },
        ]}
      />
      {tab === 'teams' ? <TeamsPanel candidates={everybody} /> : <Members onEdit={setEditing} onLink={setLink} />}
      {editing && <MemberDialog member={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onLink={setLink} />}
      {link && <LinkDialog link={link} onClose={() => setLink(null)} />}
    </Page>
  );
}

type Asked = { q: string; role: Role };

function Members({ onEdit, onLink }: { onEdit: (member: Member) => void; onLink: (link: ShownLink) => void }) {
  const t = useTexts(memberTexts);
  const words = useTexts(memberTerms);
  const f = useFormat();
  const mayWrite = useCan('members.write');
  const [{ q, role }, setAsked] = useUrlState<Asked>();
  const list = useInfiniteQuery(
    api.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ q: q || undefined, role, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
      placeholderData: (before) => before,
    }),
  );
  const roleOptions = [{ value: '' as const, label: t.allRoles }, ...roles.map((value) => ({ value, label: words[value] }))];
  return (
    <Card flush>
      <div className="row p-3">
        <TextField label={t.search} hideLabel placeholder={t.search} type="search" value={q ?? ''} onChange={(text) => setAsked({ q: text || undefined })} />
        <Select<Role | ''> label={t.role} hideLabel value={role ?? ''} onChange={(next) => setAsked({ role: next || undefined })} options={roleOptions} />
      </div>
      <Table
        label={t.members}
        columns={[
          { key: 'name', header: t.name, cell: (one) => <b>{one.name}</b> },
          { key: 'email', header: t.email, cell: (one) => one.email },
          { key: 'role', header: t.role, cell: (one) => words[one.role] },
          { key: 'teams', header: t.team, cell: (one) => f.names(one.teams.map((team) => team.name)) || '—' },
          { key: 'status', header: t.status, cell: (one) => <Pill tone={tones[one.status]}>{t.statuses[one.status]}</Pill> },
          { key: 'two', header: t.twoFactor, cell: (one) => (one.twoFactor ? t.on : '—') },
          { key: 'last', header: t.lastSignIn, cell: (one) => f.moment(one.lastSignInAt) },
          { key: 'menu', header: '', num: true, cell: (one) => mayWrite && <MemberMenu member={one} onEdit={() => onEdit(one)} onLink={onLink} /> },
        ]}
        rows={list.data?.pages.flatMap((page) => page.items)}
        rowKey={(one) => one.id}
        query={list}
        empty={<EmptyState title={t.none}>{t.noneHint}</EmptyState>}
        foot={<ShowMore query={list} />}
      />
    </Card>
  );
}
