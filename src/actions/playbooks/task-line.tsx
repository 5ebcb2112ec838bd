import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useLanguage, useTexts, useToday } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { runsContract, type Task } from './contract.ts';
import { MailDialog } from './mail-dialog.tsx';
import { Markdown } from './markdown-field.tsx';
import { runTexts } from './panel-texts.ts';
import { ChangeDialog, SkipDialog } from './task-dialogs.tsx';

const api = apiQuery(runsContract);

/** A task of a run: ticked at once, with how to do it, its mail, and what became of it. */
export function TaskLine({ task, over }: { task: Task; over: boolean }) {
  const t = useTexts(runTexts);
  const f = useFormat();
  const today = useToday();
  const queries = useQueryClient();
  const mayWrite = useCan('ctas.write') && !over;
  const [open, setOpen] = useState<'mail' | 'skip' | 'change' | null>(null);
  const { accountId, taskId } = task;
  const set = useMutation({
    mutationFn: (status: 'open' | 'done') => api.setTask.call({ accountId, taskId, status }),
    onSuccess: async (_done, status) => {
      if (status === 'done') toast(t.ticked(task.title), { action: { label: t.undo, run: () => set.mutate('open') } });
      await queries.invalidateQueries();
    },
    meta: { toast: true },
  });
  const isOpen = task.status === 'open';
  const late = isOpen && !over && task.dueOn !== null && task.dueOn < today;
  const close = () => setOpen(null);
  return (
    <li className="border-line border-t px-3.5 py-2">
      <div className="flex items-start gap-2">
        <input
          type="checkbox"
          className="mt-1 shrink-0"
          aria-label={isOpen ? t.tick(task.title) : t.untick(task.title)}
          // Ticked at once; what the server says follows.
          checked={set.isPending ? set.variables === 'done' : task.status === 'done'}
          disabled={!mayWrite || task.status === 'not_needed'}
          onChange={() => !set.isPending && set.mutate(isOpen ? 'done' : 'open')}
        />
        <div className="min-w-0 flex-1">
          <div className={`text-[13px] ${isOpen ? '' : task.status === 'not_needed' ? 'text-ink-3' : 'text-ink-2'}`}>{task.title}</div>
          <div className="sub">
            {late && <b className="text-bad">■ {t.overdue} </b>}
            {isOpen && [task.dueOn ? f.dayShort(task.dueOn) : t.noDay, task.ownerName ?? t.nobody, !task.required && t.optional].filter(Boolean).join(' · ')}
            <Became task={task} />
          </div>
          <Details task={task} />
        </div>
        {task.hasTemplate && !over && (
          <Button small look="ghost" onClick={() => setOpen('mail')}>
            {t.mail}
          </Button>
        )}
        {mayWrite && task.status !== 'not_needed' && (
          <Menu
            label={t.menu(task.title)}
            icon="⋯"
            look="ghost"
            small
            items={
              isOpen
                ? [
                    { key: 'change', label: t.change, onAction: () => setOpen('change') },
                    { key: 'skip', label: t.skip, onAction: () => setOpen('skip') },
                  ]
                : [{ key: 'reopen', label: t.reopen, onAction: () => set.mutate('open') }]
            }
          />
        )}
      </div>
      {open === 'mail' && <MailDialog task={task} onClose={close} />}
      {open === 'skip' && <SkipDialog task={task} onClose={close} />}
      {open === 'change' && <ChangeDialog task={task} onClose={close} />}
    </li>
  );
}

function Became({ task }: { task: Task }) {
  const t = useTexts(runTexts);
  const f = useFormat();
  const language = useLanguage();
  if (task.status === 'open') return task.note && <span className="block">{task.note}</span>;
  if (task.status === 'not_needed') return task.condition ? t.notNeededBy(task.condition[language]) : t.notNeeded;
  const who = t.doneBy(task.doneByItself ? t.itself : (task.doneByName ?? ''), task.doneAt ? f.moment(task.doneAt) : '');
  return task.status === 'skipped' ? `${who} · ${t.skipped(task.note ?? '')}` : [who, task.note].filter(Boolean).join(' · ');
}

function Details({ task }: { task: Task }) {
  const t = useTexts(runTexts);
  const language = useLanguage();
  if (!task.html && !task.links.length && !task.condition && !task.doneWhen) return null;
  return (
    <details className="mt-1">
      <summary className="sub">{t.details}</summary>
      <div className="stack !gap-2 mt-1 mb-2">
        {task.html && <Markdown html={task.html} />}
        {task.links.map((link) => (
          <a key={link.url} href={link.url} target="_blank" rel="noopener noreferrer" className="text-[13px]">
            {link.title}
          </a>
        ))}
        {task.condition && <p className="sub">{t.only(task.condition[language])}</p>}
        {task.doneWhen && <p className="sub">{t.when(task.doneWhen[language])}</p>}
      </div>
    </details>
  );
}
