import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { contract as contactContract } from '#accounts/contacts/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { CopyButton } from '#platform/ui/copy.tsx';
import { Dialog } from '#platform/ui/dialog.tsx';
import { Select } from '#platform/ui/fields.tsx';
import { Loaded, Notice } from '#platform/ui/states.tsx';
import { runsContract, type MergeField, type Task } from './contract.ts';
import { runTexts } from './panel-texts.ts';
import { mergeTexts } from './texts.ts';

const api = apiQuery(runsContract);
const contacts = apiQuery(contactContract);

/** The mail of a task with its fields filled in, to be copied into one's own mail program. */
export function MailDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const t = useTexts(runTexts);
  const names = useTexts(mergeTexts);
  const { accountId, taskId } = task;
  const [contactId, setContact] = useState('');
  const people = useQuery(contacts.list.queryOptions({ input: { accountId, limit: 200 } }));
  const mail = useQuery({ ...api.mail.queryOptions({ input: { accountId, taskId, contactId: contactId || undefined } }), placeholderData: (before) => before });
  const active = people.data?.items.filter((c) => c.status === 'active') ?? [];
  return (
    <Dialog open onClose={onClose} title={t.mailTitle} size="wide">
      <Loaded query={mail} lines={8}>
        {() => (
          <div className="stack">
            <Select
              label={t.contact}
              value={contactId}
              onChange={setContact}
              options={[{ value: '', label: t.anyContact }, ...active.map((c) => ({ value: c.contactId, label: [c.name, c.title].filter(Boolean).join(' ') }))]}
            />
            {mail.data!.missing.length > 0 && (
              <Notice tone="watch">{t.missing(mail.data!.missing.map((field) => names[field as MergeField]).join(t.separator))}</Notice>
            )}
            {mail.data!.to && <Copied label={t.to} text={mail.data!.to} />}
            <Copied label={t.subject} text={mail.data!.subject} />
            <Copied label={t.body} text={mail.data!.body} />
          </div>
        )}
      </Loaded>
      <div className="actions">
        <Button onClick={onClose}>{t.close}</Button>
      </div>
    </Dialog>
  );
}

function Copied({ label, text }: { label: string; text: string }) {
  return (
    <div className="stack !gap-1">
      <div className="row spread">
        <span className="sub">{label}</span>
        <CopyButton text={text} />
      </div>
      <div className="rounded border border-line bg-sunken p-3 text-[13px] whitespace-pre-wrap">{text}</div>
    </div>
  );
}
