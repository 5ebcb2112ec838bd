import { phaseTerms } from '#accounts/account-products/terms.ts';
import { contactTerms } from '#accounts/contacts/terms.ts';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Checkbox, NumberField, Select, TextField } from '#platform/ui/fields.tsx';
import type { Fields } from '#rules/conditions/panel.tsx';
import { knownBeforeClose, type Known, type RuleDefinition, type Trigger } from './contract.ts';
import { rulePanelTexts } from './panel-texts.ts';
import { eventOptions, Unusual } from './unusual-fields.tsx';

type Of<K extends Trigger['kind']> = Extract<Trigger, { kind: K }>;
type Props<K extends Trigger['kind']> = { trigger: Of<K>; onChange: (trigger: Trigger) => void; known: Known; fields: Fields };
const kinds = ['becomes', 'held', 'event', 'approaches', 'unusual', 'contact_leaves', 'phase_entered'] as const;

/** When a rule fires, and when it looks. */
export function TriggerFields({
  rule,
  onChange,
  known,
  fields,
}: {
  rule: RuleDefinition;
  onChange: (rule: RuleDefinition) => void;
  known: Known;
  fields: Fields;
}) {
  const t = useTexts(rulePanelTexts);
  const { trigger, schedule } = rule;
  const put = (next: Trigger) => onChange({ ...rule, trigger: next });
  const common = { onChange: put, known, fields };
  return (
    <div className="stack">
      <div className="grid3">
        <Select
          label={t.trigger}
          value={trigger.kind}
          onChange={(kind) => put(starting(kind, known))}
          options={kinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
        />
        {trigger.kind === 'held' && (
          <NumberField label={t.days} unit={t.day} value={trigger.days} onChange={(days) => put({ ...trigger, days: within(days, 2, 180) })} />
        )}
        {trigger.kind === 'phase_entered' && <PhaseField label={t.phase} value={trigger.phase} onChange={(phase) => put({ ...trigger, phase })} />}
        {trigger.kind === 'approaches' && <Approaches trigger={trigger} {...common} />}
      </div>
      {trigger.kind === 'event' && <EventFields trigger={trigger} {...common} />}
      {trigger.kind === 'unusual' && <Unusual trigger={trigger} {...common} />}
      {trigger.kind === 'contact_leaves' && <Leaves trigger={trigger} {...common} />}
      <div className="grid3">
        <Select
          label={t.schedule}
          value={schedule.kind}
          {...(knownBeforeClose(rule) ? {} : { hint: t.onlyDaily })}
          onChange={(kind) => onChange({ ...rule, schedule: kind === 'daily' ? { kind, at: '07:00' } : { kind } })}
          options={(['daily', 'hourly', 'on_change'] as const).map((kind) => ({
            value: kind,
            label: t.schedules[kind],
            disabled: kind !== 'daily' && !knownBeforeClose(rule),
          }))}
        />
        {schedule.kind === 'daily' && (
          <TextField label={t.at} type="time" value={schedule.at} onChange={(at) => onChange({ ...rule, schedule: { kind: 'daily', at: at || '07:00' } })} />
        )}
        {known.products.length > 0 && (
          <Select
            label={t.product}
            value={String(rule.productNo ?? '')}
            onChange={(no) => onChange({ ...rule, productNo: no ? Number(no) : null })}
            options={[{ value: '', label: t.wholeAccount }, ...known.products.map((p) => ({ value: String(p.id), label: p.name }))]}
          />
        )}
      </div>
    </div>
  );
}

const within = (value: number | null, low: number, high: number) => Math.round(Math.min(high, Math.max(low, value ?? low)));

function starting(kind: Trigger['kind'], known: Known): Trigger {
  switch (kind) {
    case 'held':
      return { kind, days: 3 };
    case 'event':
      return { kind, event: known.events[0]?.name ?? 'event' };
    case 'approaches':
      return { kind, field: 'renewal_on', days: 90 };
    case 'unusual':
      return { kind, of: 'events', events: 'all', direction: 'below', strength: 3.5 };
    case 'contact_leaves':
      return { kind, roles: ['champion'] };
    case 'phase_entered':
      return { kind, phase: 'adoption' };
    default:
      return { kind };
  }
}

function EventFields({ trigger, onChange, known }: Props<'event'>) {
  const t = useTexts(rulePanelTexts);
  const { where } = trigger;
  const put = (next: Partial<NonNullable<typeof where>>) => {
    const merged = { property: '', operator: 'eq' as const, value: '' as string | number, ...where, ...next };
    onChange({ kind: 'event', event: trigger.event, ...(merged.property ? { where: merged } : {}) });
  };
  return (
    <div className="grid3">
      <Select
        label={t.event}
        hint={t.eventHint}
        value={trigger.event}
        onChange={(event) => onChange({ ...trigger, event })}
        options={eventOptions(known, trigger.event)}
      />
      <TextField label={t.property} maxLength={100} value={where?.property ?? ''} onChange={(property) => put({ property })} />
      {where && (
        <Select
          label={t.operator}
          value={where.operator}
          onChange={(operator) => put({ operator })}
          options={(['eq', 'ne', 'lte', 'gte', 'contains'] as const).map((o) => ({ value: o, label: t.operators[o] }))}
        />
      )}
      {where && <TextField label={t.value} maxLength={200} value={String(where.value)} onChange={(value) => put({ value: typed(where.operator, value) })} />}
    </div>
  );
}

const typed = (operator: string, value: string) =>
  (operator === 'lte' || operator === 'gte') && value !== '' && Number.isFinite(Number(value)) ? Number(value) : value;

function Approaches({ trigger, onChange, fields }: Props<'approaches'>) {
  const t = useTexts(rulePanelTexts);
  const language = useLanguage();
  const dates = fields.list.filter((f) => f.type === 'date' && f.hasHistory);
  return (
    <>
      <Select
        label={t.field}
        value={trigger.field}
        onChange={(field) => onChange({ ...trigger, field })}
        options={dates.map((f) => ({ value: f.key, label: f.name[language] }))}
      />
      <NumberField label={t.daysBefore} unit={t.day} value={trigger.days} onChange={(days) => onChange({ ...trigger, days: within(days, 0, 400) })} />
    </>
  );
}

function Leaves({ trigger, onChange }: Props<'contact_leaves'>) {
  const t = useTexts(rulePanelTexts);
  const toggle = (role: string, on: boolean) => {
    const roles = on ? [...trigger.roles, role] : trigger.roles.filter((r) => r !== role);
    if (roles.length) onChange({ ...trigger, roles });
  };
  return (
    <fieldset className="field">
      <legend>{t.roles}</legend>
      <div className="row">
        {Object.entries(useTexts(contactTerms).roles).map(([role, name]) => (
          <Checkbox key={role} label={name} checked={trigger.roles.includes(role)} onChange={(on) => toggle(role, on)} />
        ))}
      </div>
    </fieldset>
  );
}

export function PhaseField({ label, value, onChange }: { label: string; value: string; onChange: (phase: string) => void }) {
  const phases = Object.entries(useTexts(phaseTerms));
  return <Select label={label} value={value} onChange={onChange} options={phases.map(([key, name]) => ({ value: key, label: name }))} />;
}
