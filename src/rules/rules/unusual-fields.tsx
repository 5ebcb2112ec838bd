import { useTexts } from '#platform/i18n/react.tsx';
import { NumberField, Select } from '#platform/ui/fields.tsx';
import { Chip } from '#platform/ui/pills.tsx';
import type { Known, Trigger } from './contract.ts';
import { rulePanelTexts } from './panel-texts.ts';

type UnusualTrigger = Extract<Trigger, { kind: 'unusual' }>;

/** Names of events to choose from; one that never arrived stays visible. */
export function eventOptions(known: Known, chosen?: string) {
  const list = known.events.map((e) => ({ value: e.name, label: e.label ? `${e.label} (${e.name})` : e.name }));
  return chosen && !known.events.some((e) => e.name === chosen) ? [{ value: chosen, label: chosen }, ...list] : list;
}

/** What is watched for leaving its usual range, in which direction, and how far. */
export function Unusual({ trigger, onChange, known }: { trigger: UnusualTrigger; onChange: (trigger: Trigger) => void; known: Known }) {
  const t = useTexts(rulePanelTexts);
  return (
    <div className="grid3">
      <Select
        label={t.of}
        value={trigger.of}
        onChange={(of) => onChange({ ...trigger, of, events: of === 'users' ? 'all' : trigger.events })}
        options={(['events', 'users'] as const).map((of) => ({ value: of, label: t.ofs[of] }))}
      />
      {trigger.of === 'events' && <SeveralEvents events={trigger.events} onChange={(events) => onChange({ ...trigger, events })} known={known} />}
      <Select
        label={t.direction}
        value={trigger.direction}
        onChange={(direction) => onChange({ ...trigger, direction })}
        options={(['below', 'above', 'both'] as const).map((d) => ({ value: d, label: t.directions[d] }))}
      />
      <NumberField
        label={t.strength}
        value={trigger.strength}
        onChange={(strength) => onChange({ ...trigger, strength: Math.min(10, Math.max(2, strength ?? 3.5)) })}
      />
    </div>
  );
}

const mostEvents = 20;

/** None chosen: all of them. */
function SeveralEvents({ events, onChange, known }: { events: UnusualTrigger['events']; onChange: (events: UnusualTrigger['events']) => void; known: Known }) {
  const t = useTexts(rulePanelTexts);
  const chosen = events === 'all' ? [] : events;
  const put = (next: string[]) => onChange(next.length ? next : 'all');
  const left = chosen.length < mostEvents ? eventOptions(known).filter((o) => !chosen.includes(o.value)) : [];
  const labelOf = (name: string) => known.events.find((e) => e.name === name)?.label || name;
  return (
    <div className="stack">
      <Select
        label={t.event}
        {...(chosen.length > 1 ? { hint: t.eventsSummed } : {})}
        value=""
        onChange={(name) => name && put([...chosen, name])}
        options={[{ value: '', label: chosen.length ? t.addEvent : t.allEvents }, ...left]}
      />
      {chosen.length > 0 && (
        <div className="row">
          {chosen.map((name) => (
            <Chip key={name} onRemove={() => put(chosen.filter((other) => other !== name))} removeLabel={t.removeEvent(labelOf(name))}>
              {labelOf(name)}
            </Chip>
          ))}
        </div>
      )}
    </div>
  );
}
