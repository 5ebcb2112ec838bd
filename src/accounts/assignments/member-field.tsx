import { contract as memberContract } from '#accounts/members/contract.ts';
import { apiClient } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Combobox, type Choice } from '#platform/ui/combobox.tsx';
import { assignmentTexts } from './texts.ts';

const members = apiClient(memberContract);

/** An active member, found by typing. */
export function MemberField({
  label,
  hint,
  value,
  onChange,
  error,
  required,
}: {
  label: string;
  hint?: string;
  value: Choice | null;
  onChange: (choice: Choice | null) => void;
  error?: string | null;
  required?: boolean;
}) {
  const t = useTexts(assignmentTexts);
  const search = async (q: string, signal: AbortSignal) => {
    const { items } = await members.list({ q: q || undefined, limit: 50 }, { signal });
    return items.filter((m) => m.status !== 'disabled').map((m) => ({ id: m.id, label: m.name, sub: m.email }));
  };
  return (
    <Combobox label={label} hint={hint} placeholder={t.chooseMember} value={value} onChange={onChange} search={search} error={error} required={required} />
  );
}
