import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId, useRef, useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import { contract as memberContract } from '#accounts/members/contract.ts';
import { apiClient } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import type { Choice } from '#platform/ui/combobox.tsx';
import { TextArea } from '#platform/ui/fields.tsx';
import { detailTexts } from './detail-texts.ts';

const members = apiClient(memberContract);
const shownAtOnce = 6;
// What stands between an @ and the cursor, without a space: the beginning of a name.
const begun = /(?:^|[\s、。（(])[@＠]([^\s@＠]{0,20})$/;

type Props = { label: string; hint?: string; error?: string; value: string; onChange: (value: string) => void; onMention: (member: Choice) => void };

/** A text in which @ offers members: ↑ ↓ choose, Enter or Tab takes, Escape leaves the @ as it is. */
export function MentionArea({ label, hint, error, value, onChange, onMention }: Props) {
  const t = useTexts(detailTexts);
  const listId = useId();
  const area = useRef<HTMLTextAreaElement | null>(null);
  const [caret, setCaret] = useState(0);
  const [at, setAt] = useState(0);
  const [left, setLeft] = useState<string | null>(null);
  const before = value.slice(0, caret);
  const typed = begun.exec(before)?.[1];
  const asked = typed !== undefined && before !== left;
  const found = useQuery({
    queryKey: ['mention', typed],
    queryFn: ({ signal }) => members.list({ q: typed || undefined, limit: 20 }, { signal }),
    enabled: asked,
    placeholderData: keepPreviousData,
  });
  const choices = asked ? (found.data?.items ?? []).filter((m) => m.status !== 'disabled').slice(0, shownAtOnce) : [];
  const now = Math.min(at, choices.length - 1);
  const follow = ({ currentTarget }: SyntheticEvent<HTMLTextAreaElement>) => {
    area.current = currentTarget;
    setCaret(currentTarget.selectionStart);
  };
  const take = (index: number) => {
    const member = choices[index];
    if (!member || typed === undefined) return;
    const start = `${before.slice(0, before.length - typed.length - 1)}@${member.name} `;
    onChange(start + value.slice(caret));
    onMention({ id: member.id, label: member.name });
    setAt(0);
    requestAnimationFrame(() => area.current?.setSelectionRange(start.length, start.length));
  };
  const keys = (event: KeyboardEvent) => {
    if (!choices.length || event.nativeEvent.isComposing) return;
    const acts: Record<string, () => void> = {
      ArrowDown: () => setAt((now + 1) % choices.length),
      ArrowUp: () => setAt((now + choices.length - 1) % choices.length),
      Enter: () => take(now),
      Tab: () => take(now),
      Escape: () => setLeft(before),
    };
    const act = acts[event.key];
    if (!act || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <div className="relative">
      <TextArea
        label={label}
        hint={hint}
        error={error}
        rows={3}
        value={value}
        onChange={onChange}
        onSelect={follow}
        // What an input method, a paste or a voice puts in comes without a key.
        onInput={follow}
        onKeyDown={keys}
        aria-autocomplete="list"
        aria-controls={choices.length ? listId : undefined}
        aria-activedescendant={choices.length ? `${listId}-${now}` : undefined}
      />
      {choices.length > 0 && (
        <ul id={listId} role="listbox" aria-label={t.mention} className="card menu absolute z-20 w-full max-w-80 shadow-lg">
          {choices.map((member, i) => (
            // The text keeps the cursor: a press on a line must not take it.
            <li
              key={member.id}
              id={`${listId}-${i}`}
              role="option"
              aria-selected={i === now}
              data-focused={i === now || undefined}
              className="menu-item"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(i)}
            >
              {member.name} <span className="sub">{member.email}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
