import { useQuery } from '@tanstack/react-query';
import { contract as teamContract } from '#accounts/teams/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Select } from '#platform/ui/fields.tsx';
import { slotsContract } from './contract.ts';
import { pageTexts } from './page-texts.ts';

const teams = apiQuery(teamContract);
const slots = apiQuery(slotsContract);

/** 'team', 'all', 'none', 'team:{id}' or a member's id, as a filter of the API. */
export function whoseFilter(whose: string | undefined) {
  if (!whose || whose === 'team') return { scope: 'team' as const };
  if (whose === 'all') return { scope: 'all' as const };
  if (whose === 'mine') return { scope: 'mine' as const };
  if (whose === 'none') return { scope: 'all' as const, ownerId: 'none' as const };
  if (whose.startsWith('team:')) return { scope: 'all' as const, teamId: whose.slice(5) };
  return { scope: 'all' as const, ownerId: whose };
}

/** Whose CTAs: my teams, everybody, nobody, one team, one person. */
export function WhoseSelect({ value, onChange, mine }: { value: string; onChange: (whose: string) => void; mine?: string }) {
  const t = useTexts(pageTexts);
  const listed = useQuery({ ...teams.list.queryOptions({ input: undefined }), staleTime: 60_000 });
  const people = useQuery({ ...slots.get.queryOptions(), staleTime: 60_000 });
  const options = [
    ...(mine ? [{ value: 'mine', label: mine }] : []),
    { value: 'team', label: t.whoseTeam },
    { value: 'all', label: t.whoseAll },
    { value: 'none', label: t.whoseNobody },
    ...(listed.data ?? []).map((team) => ({ value: `team:${team.id}`, label: team.name })),
    ...(people.data?.members ?? []).map((m) => ({ value: m.memberId, label: m.name })),
  ];
  return <Select hideLabel label={t.whose} value={value} onChange={onChange} options={options} />;
}
