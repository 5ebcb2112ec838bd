import { useTexts } from '#platform/i18n/react.tsx';
import { RadioGroup, Select } from '#platform/ui/fields.tsx';
import { Chip } from '#platform/ui/pills.tsx';
import { metricPageTexts } from './page-texts.ts';

type Events = 'all' | string[];
type Known = { name: string; label: string | null };

/** All events, or a list of them; `listed`: there must be a list. */
export function EventChoice({ events, known, listed, onChange }: { events: Events; known: Known[]; listed: boolean; onChange: (events: Events) => void }) {
  const t = useTexts(metricPageTexts);
  const chosen = events === 'all' ? [] : events;
  const labelOf = (name: string) => known.find((e) => e.name === name)?.label ?? name;
  const left = known.filter((e) => !chosen.includes(e.name));
  return (
    <div className="stack">
      {!listed && (
        <RadioGroup
          inline
          label={t.events}
          value={events === 'all' ? 'all' : 'listed'}
          onChange={(value) => onChange(value === 'all' ? 'all' : [])}
          options={[
            { value: 'all', label: t.eventsAll },
            { value: 'listed', label: t.eventsListed },
          ]}
        />
      )}
      {events !== 'all' && (
        <>
          <div className="row">
            {chosen.map((name) => (
              <Chip key={name} onRemove={() => onChange(chosen.filter((other) => other !== name))} removeLabel={t.remove(labelOf(name))}>
                {labelOf(name)}
              </Chip>
            ))}
          </div>
          <Select
            label={t.eventsAdd}
            value=""
            placeholder={known.length ? '' : t.eventsNone}
            onChange={(name) => name && onChange([...chosen, name])}
            options={left.map((e) => ({ value: e.name, label: e.label ?? e.name }))}
          />
        </>
      )}
    </div>
  );
}
