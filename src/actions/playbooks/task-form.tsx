import { useTexts } from '#platform/i18n/react.tsx';
import { Button, IconButton } from '#platform/ui/button.tsx';
import { Checkbox, NumberField, Select, TextField } from '#platform/ui/fields.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { isAll, type Condition } from '#rules/conditions/contract.ts';
import { ConditionChips } from '#rules/conditions/panel.tsx';
import { assignmentRoles } from '#accounts/assignments/terms.ts';
import type { Due, TaskDefinition } from './contract.ts';
import { MailFields } from './mail-fields.tsx';
import { MarkdownField } from './markdown-field.tsx';
import { editorTexts } from './editor-texts.ts';

type Props = {
  task: TaskDefinition;
  /** 'draft.tasks.3': where its messages are in `wrong` */
  place: string;
  wrong: Record<string, string>;
  canEdit: boolean;
  onChange: (task: TaskDefinition) => void;
  onRemove?: () => void;
};

/** One task: what, when, by whom, how, and by which conditions it comes and is done. */
export function TaskForm({ task, place, wrong, canEdit, onChange, onRemove }: Props) {
  const t = useTexts(editorTexts);
  const set = (change: Partial<TaskDefinition>) => onChange({ ...task, ...change });
  const error = (path: string) => Object.entries(wrong).find(([p]) => p === `${place}.${path}` || p.startsWith(`${place}.${path}.`))?.[1];
  return (
    <Card
      title={task.title || t.untitled}
      aside={
        canEdit &&
        onRemove && (
          <Button small look="ghost" onClick={onRemove}>
            {t.removeTask}
          </Button>
        )
      }
    >
      <div className="stack">
        <TextField label={t.taskTitle} required maxLength={120} value={task.title} onChange={(title) => set({ title })} error={error('title')} />
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
          <DueFields due={task.due} onChange={(due) => set({ due })} />
          <Select
            label={t.role}
            value={task.ownerRole}
            onChange={(ownerRole) => set({ ownerRole })}
            options={assignmentRoles.map((value) => ({ value, label: t.roles[value] }))}
          />
        </div>
        <Checkbox label={t.required} checked={task.required} onChange={(required) => set({ required })} />
        <MarkdownField label={t.body} value={task.body ?? ''} onChange={(body) => set({ body: body || null })} error={error('body')} />
        <Links links={task.links} onChange={(links) => set({ links })} error={error('links')} canEdit={canEdit} />
        <MailFields
          template={task.template}
          onChange={(template) => set({ template })}
          errors={{ subject: error('template.subject'), body: error('template.body') }}
          canEdit={canEdit}
        />
        <Asked
          label={t.condition}
          hint={t.conditionHint}
          condition={task.condition}
          onChange={(condition) => set({ condition })}
          error={error('condition')}
          canEdit={canEdit}
        />
        <Asked
          label={t.doneWhen}
          hint={t.doneWhenHint}
          condition={task.doneWhen}
          onChange={(doneWhen) => set({ doneWhen })}
          error={error('doneWhen')}
          canEdit={canEdit}
        />
      </div>
    </Card>
  );
}

function DueFields({ due, onChange }: { due: Due; onChange: (due: Due) => void }) {
  const t = useTexts(editorTexts);
  const kind = due.kind === 'start' ? 'start' : due.date;
  const days = due.kind === 'start' ? due.businessDays : due.days;
  const make = (of: 'start' | 'renewal' | 'notice', n: number): Due =>
    of === 'start' ? { kind: 'start', businessDays: Math.min(n, 260) } : { kind: 'before', date: of, days: Math.min(n, 400) };
  return (
    <>
      <Select
        label={t.due}
        value={kind}
        onChange={(next) => onChange(make(next, days))}
        options={(Object.keys(t.dueKinds) as (typeof kind)[]).map((value) => ({ value, label: t.dueKinds[value] }))}
      />
      <NumberField
        label={t.dueDays}
        unit={kind === 'start' ? t.businessDays : t.daysBefore}
        value={days}
        onChange={(n) => onChange(make(kind, Math.max(0, Math.round(n ?? 0))))}
      />
    </>
  );
}

function Links({
  links,
  onChange,
  error,
  canEdit,
}: {
  links: TaskDefinition['links'];
  onChange: (links: TaskDefinition['links']) => void;
  error?: string;
  canEdit: boolean;
}) {
  const t = useTexts(editorTexts);
  const put = (i: number, change: Partial<TaskDefinition['links'][number]>) => onChange(links.map((link, n) => (n === i ? { ...link, ...change } : link)));
  return (
    <div className="stack !gap-2" role="group" aria-label={t.links}>
      {links.map((link, i) => (
        <div key={i} className="row !flex-nowrap !items-end">
          <TextField label={t.linkTitle} value={link.title} onChange={(title) => put(i, { title })} />
          <div className="flex-1">
            <TextField
              label={t.linkUrl}
              type="url"
              value={link.url}
              onChange={(url) => put(i, { url })}
              placeholder="https://"
              error={i === links.length - 1 ? error : undefined}
            />
          </div>
          <IconButton label={t.removeLink} look="ghost" onClick={() => onChange(links.filter((_, n) => n !== i))}>
            ×
          </IconButton>
        </div>
      ))}
      {canEdit && links.length < 10 && (
        <Button small look="ghost" className="self-start" onClick={() => onChange([...links, { title: '', url: '' }])}>
          {t.addLink}
        </Button>
      )}
    </div>
  );
}

type AskedProps = {
  label: string;
  hint: string;
  condition: Condition | null;
  onChange: (condition: Condition | null) => void;
  error?: string;
  canEdit: boolean;
};

function Asked({ label, hint, condition, onChange, error, canEdit }: AskedProps) {
  const empty = (c: Condition) => isAll(c) && c.all.length === 0;
  return (
    <div className="stack !gap-1" role="group" aria-label={label}>
      <h3>{label}</h3>
      <p className="sub">{hint}</p>
      <ConditionChips condition={condition ?? { all: [] }} onChange={(c) => onChange(empty(c) ? null : c)} canEdit={canEdit} />
      {error && <p className="text-bad text-[12px]">■ {error}</p>}
    </div>
  );
}
