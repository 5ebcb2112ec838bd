import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Field, Select, TextField } from '#platform/ui/fields.tsx';
import { Notice } from '#platform/ui/states.tsx';
import { contract, type Definition, type Kind, type MetricOut } from '#metrics/definitions/contract.ts';
import { useMetricName } from '#metrics/definitions/panel.tsx';
import { wordTexts } from '#metrics/definitions/panel.tsx';
import { contactRoles } from '#accounts/contacts/terms.ts';
import { EventChoice } from './event-choice.tsx';
import { metricPageTexts } from './page-texts.ts';
import { UsageLevelFields } from './usage-level-fields.tsx';

const api = apiQuery(contract);
type Of<K extends Kind> = Extract<Definition, { kind: K }>;

const kindsByGroup = {
  usage: ['event_count', 'active_users', 'active_days', 'days_since_event', 'breadth', 'seat_use', 'change', 'usual', 'amount_sum', 'usage_level'],
  people: ['days_since_contact', 'contacts', 'has_role', 'role_left', 'renewal_prepared'],
  terms: ['days_to_renewal', 'days_to_notice', 'tenure', 'mrr', 'seats', 'onboarding_late', 'onboarding_in_time'],
  other: ['attribute', 'ratio'],
} as const satisfies Record<string, readonly Kind[]>;

/** A definition to begin with when a kind is chosen. */
function starting(kind: Kind, metrics: MetricOut[], attribute: string): Definition {
  switch (kind) {
    case 'event_count':
    case 'amount_sum':
    case 'active_days':
      return { kind, events: 'all', days: 28 };
    case 'active_users':
    case 'seat_use':
      return { kind, days: 28 };
    case 'breadth':
      return { kind, events: [], days: 28 };
    case 'change':
    case 'usual':
      return { kind, of: 'events', events: 'all', days: 28 };
    case 'days_since_contact':
      return { kind, with: 'anyone' };
    case 'renewal_prepared':
      return { kind, with: 'anyone', days: 90 };
    case 'contacts':
      return { kind };
    case 'has_role':
      return { kind, role: 'champion' };
    case 'role_left':
      return { kind, role: 'champion', days: 90 };
    case 'attribute':
      return { kind, key: attribute, read: 'number' };
    case 'ratio':
      return { kind, of: metrics[0]?.key ?? '', by: metrics[1]?.key ?? '' };
    case 'usage_level':
      return { kind, levels: [{ name: '', all: [{ metric: metrics[0]?.key ?? '', op: '>=', value: 1 }] }], products: [] };
    default:
      return { kind };
  }
}

type Props = {
  definition: Definition;
  metrics: MetricOut[];
  /** The product whose levels are looked at; 0 for none. */
  productNo: number;
  onProduct: (productNo: number) => void;
  errors: Record<string, string>;
  onChange: (next: Definition) => void;
};

export function DefinitionFields({ definition: d, metrics, productNo, onProduct, errors, onChange }: Props) {
  const t = useTexts(metricPageTexts);
  const choices = useQuery(api.choices.queryOptions());
  const attributes = choices.data?.attributes ?? [];
  const set = (change: Partial<Definition>) => onChange({ ...d, ...change } as Definition);
  return (
    <>
      <Field label={t.kind} required>
        {(wiring) => (
          <select
            {...wiring}
            className="input"
            value={d.kind}
            onChange={(event) => onChange(starting(event.target.value as Kind, metrics, attributes[0]?.key ?? ''))}
          >
            {Object.entries(kindsByGroup).map(([group, all]) => (
              <optgroup key={group} label={t.groups[group as keyof typeof t.groups]}>
                {all.map((kind) => (
                  <option key={kind} value={kind}>
                    {t.kinds[kind]}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        )}
      </Field>
      {'of' in d && d.kind !== 'ratio' && <OfField value={d.of} onChange={(of) => set(of === 'users' ? { of, events: 'all' } : { of })} />}
      {'events' in d && !('of' in d && d.of === 'users') && (
        <EventChoice
          events={d.events}
          known={choices.data?.events ?? []}
          listed={d.kind === 'breadth'}
          onChange={(events) => set({ events } as Partial<Definition>)}
        />
      )}
      {'days' in d && <DaysField value={d.days} only={d.kind === 'usual' ? [7, 28] : [7, 28, 90]} onChange={(days) => set({ days } as Partial<Definition>)} />}
      {'with' in d && <WithField value={d.with} onChange={(who) => set({ with: who })} />}
      {(d.kind === 'contacts' || d.kind === 'has_role' || d.kind === 'role_left') && (
        <RoleField value={d.role ?? ''} any={d.kind === 'contacts'} onChange={(role) => set({ role: role || undefined } as Partial<Definition>)} />
      )}
      {d.kind === 'attribute' && <AttributeFields d={d} attributes={attributes} onChange={onChange} />}
      {d.kind === 'ratio' && <RatioFields d={d} metrics={metrics} onChange={onChange} />}
      {d.kind === 'usage_level' && <UsageLevelFields {...{ definition: d, metrics, productNo, onProduct, errors, onChange }} />}
    </>
  );
}

function OfField({ value, onChange }: { value: 'events' | 'users' | 'amount'; onChange: (of: 'events' | 'users' | 'amount') => void }) {
  const t = useTexts(metricPageTexts);
  const words = useTexts(wordTexts);
  return (
    <Select
      label={t.of}
      value={value}
      onChange={onChange}
      options={(['events', 'users', 'amount'] as const).map((of) => ({ value: of, label: words.of[of] }))}
    />
  );
}

function DaysField({ value, only, onChange }: { value: number; only: readonly number[]; onChange: (days: number) => void }) {
  const t = useTexts(metricPageTexts);
  return (
    <Select
      label={t.days}
      value={String(value)}
      onChange={(days) => onChange(Number(days))}
      options={only.map((n) => ({ value: String(n), label: t.daysN(n) }))}
    />
  );
}

type With = Of<'days_since_contact'>['with'];
function WithField({ value, onChange }: { value: With; onChange: (who: With) => void }) {
  const t = useTexts(metricPageTexts);
  const words = useTexts(wordTexts);
  return (
    <Select
      label={t.with}
      value={value}
      onChange={onChange}
      options={(['anyone', 'decision_maker', 'champion', 'operator'] as const).map((who) => ({ value: who, label: words.roles[who] }))}
    />
  );
}

function RoleField({ value, any, onChange }: { value: string; any: boolean; onChange: (role: string) => void }) {
  const t = useTexts(metricPageTexts);
  const words = useTexts(wordTexts);
  const all = contactRoles.map((role) => ({ value: role as string, label: words.roles[role] }));
  return <Select label={t.role} value={value} onChange={onChange} options={any ? [{ value: '', label: t.anyRole }, ...all] : all} />;
}

function AttributeFields({
  d,
  attributes,
  onChange,
}: {
  d: Of<'attribute'>;
  attributes: { key: string; name: string; kind: string }[];
  onChange: (next: Definition) => void;
}) {
  const t = useTexts(metricPageTexts);
  if (!attributes.length) return <Notice tone="watch">{t.attributeNone}</Notice>;
  const readFor = (kind: string | undefined): Of<'attribute'>['read'] =>
    kind === 'boolean' ? 'boolean' : kind === 'date' ? 'days_since' : kind === 'number' || kind === 'money' ? 'number' : 'equals';
  const pick = (key: string) => onChange({ kind: 'attribute', key, read: readFor(attributes.find((a) => a.key === key)?.kind) });
  return (
    <>
      <Select label={t.attribute} value={d.key} onChange={pick} options={attributes.map((a) => ({ value: a.key, label: a.name }))} />
      <Select
        label={t.read}
        value={d.read}
        onChange={(read) => onChange({ ...d, read })}
        options={(['number', 'boolean', 'days_since', 'equals'] as const).map((read) => ({ value: read, label: t.reads[read] }))}
      />
      {d.read === 'equals' && <TextField label={t.equals} value={d.equals ?? ''} onChange={(equals) => onChange({ ...d, equals })} />}
    </>
  );
}

function RatioFields({ d, metrics, onChange }: { d: Of<'ratio'>; metrics: MetricOut[]; onChange: (next: Definition) => void }) {
  const t = useTexts(metricPageTexts);
  const name = useMetricName();
  const options = metrics.map((m) => ({ value: m.key, label: name(m) }));
  return (
    <div className="grid2">
      <Select label={t.ratioOf} value={d.of} onChange={(of) => onChange({ ...d, of })} options={options} />
      <Select label={t.ratioBy} value={d.by} onChange={(by) => onChange({ ...d, by })} options={options} />
    </div>
  );
}
