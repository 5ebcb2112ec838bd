import { useQuery } from '@tanstack/react-query';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Dialog } from '#platform/ui/dialog.tsx';
import { Loaded } from '#platform/ui/states.tsx';
import { Timeline } from '#platform/ui/timeline.tsx';
import { goalTexts } from './texts.ts';
import { goalsApi, type GoalRow } from './use-goals.ts';

type Field = keyof typeof goalTexts.ja.fields;

/** What a goal said when, and who changed it. */
export function GoalHistory({ goal, onClose }: { goal: GoalRow; onClose: () => void }) {
  const t = useTexts(goalTexts);
  const f = useFormat();
  const { accountId, goalId, title } = goal;
  const history = useQuery(goalsApi.history.queryOptions({ input: { accountId, goalId } }));
  const print = (value: unknown) => {
    if (value === null || value === undefined) return t.nothing;
    if (typeof value === 'number') return f.number(value, 6);
    return /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? f.dayShort(String(value)) : String(value);
  };
  const said = (before: Partial<Record<Field, unknown>> | null, after: Partial<Record<Field, unknown>>) =>
    (Object.keys(after) as Field[])
      .map((key) => (before ? t.becomes(t.fields[key], print(before[key]), print(after[key])) : t.is(t.fields[key], print(after[key]))))
      .join(t.separator);
  return (
    <Dialog open onClose={onClose} title={t.historyOf(title)}>
      <Loaded query={history} lines={4}>
        {() => (
          <Timeline
            label={t.history}
            moments={history.data!.map((change) => ({
              key: String(change.at),
              when: f.moment(change.at),
              title: [t.kinds[change.kind], change.byName ?? t.bySystem].join(t.separator),
              body: said(change.before, change.after) || undefined,
            }))}
          />
        )}
      </Loaded>
    </Dialog>
  );
}
