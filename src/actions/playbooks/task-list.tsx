import { useRef, useState, type KeyboardEvent } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button, IconButton } from '#platform/ui/button.tsx';
import { Card } from '#platform/ui/layout.tsx';
import type { TaskDefinition } from './contract.ts';
import { editorTexts } from './editor-texts.ts';
import { useDueWords } from './parts.tsx';

type Props = {
  tasks: readonly TaskDefinition[];
  at: number;
  /** messages by path, as the server refused them */
  wrong: Record<string, string>;
  canEdit: boolean;
  onAt: (index: number) => void;
  onChange: (tasks: TaskDefinition[]) => void;
};

/** The tasks in their order: chosen with a click or Enter, moved with the arrows beside them or Alt and ↑↓. */
export function TaskList({ tasks, at, wrong, canEdit, onAt, onChange }: Props) {
  const t = useTexts(editorTexts);
  const due = useDueWords();
  const [said, setSaid] = useState('');
  const list = useRef<HTMLOListElement>(null);
  const nameOf = (task: TaskDefinition) => task.title || t.untitled;
  const move = (from: number, by: -1 | 1) => {
    const to = from + by;
    if (!canEdit || to < 0 || to >= tasks.length) return;
    const next = [...tasks];
    const [task] = next.splice(from, 1);
    next.splice(to, 0, task!);
    onChange(next);
    onAt(to);
    setSaid(t.moved(nameOf(task!), to + 1));
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLButtonElement>('[data-task]')[to]?.focus());
  };
  const keys = (i: number) => (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(i, event.key === 'ArrowUp' ? -1 : 1);
  };
  const add = () => {
    const taken = new Set(tasks.map((task) => task.key));
    let n = tasks.length + 1;
    while (taken.has(`task_${n}`)) n++;
    const blank: TaskDefinition = {
      key: `task_${n}`,
      title: '',
      body: null,
      due: tasks.at(-1)?.due ?? { kind: 'start', businessDays: 0 },
      ownerRole: 'csm',
      links: [],
      template: null,
      required: true,
      condition: null,
      doneWhen: null,
    };
    onChange([...tasks.slice(0, at + 1), blank, ...tasks.slice(at + 1)]);
    onAt(at + 1);
  };
  return (
    <Card flush title={t.taskOrder} aside={canEdit && t.taskOrderHint}>
      <ol ref={list}>
        {tasks.map((task, i) => (
          <li key={task.key} className={`flex items-center gap-1 border-b border-line px-2 ${i === at ? 'bg-ai-soft' : ''}`}>
            <span className="num sub w-6 shrink-0">{i + 1}</span>
            <button
              type="button"
              data-task
              aria-current={i === at || undefined}
              className="min-w-0 flex-1 px-2 py-2 text-left"
              onClick={() => onAt(i)}
              onKeyDown={keys(i)}
            >
              <span className="block text-[13px]">{nameOf(task)}</span>
              <span className="sub block">{[due(task.due), t.roles[task.ownerRole], !task.required && t.optional].filter(Boolean).join(' · ')}</span>
              {Object.keys(wrong).some((path) => path.startsWith(`draft.tasks.${i}.`)) && (
                <span className="text-bad block text-[12px]">■ {Object.entries(wrong).find(([path]) => path.startsWith(`draft.tasks.${i}.`))![1]}</span>
              )}
            </button>
            {canEdit && i === at && (
              <span className="flex shrink-0">
                <IconButton small look="ghost" label={t.moveUp(nameOf(task))} disabled={i === 0} onClick={() => move(i, -1)}>
                  ↑
                </IconButton>
                <IconButton small look="ghost" label={t.moveDown(nameOf(task))} disabled={i === tasks.length - 1} onClick={() => move(i, 1)}>
                  ↓
                </IconButton>
              </span>
            )}
          </li>
        ))}
      </ol>
      {canEdit && (
        <div className="p-2">
          <Button small onClick={add} disabled={tasks.length >= 40}>
            {t.addTask}
          </Button>
        </div>
      )}
      <span className="sr-only" aria-live="polite">
        {said}
      </span>
    </Card>
  );
}
