import { useFigures } from '#actions/goals/panel.tsx';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { Ask, type Brief } from './ask.tsx';
import { briefTexts } from './texts.ts';

const tones = { risk: 'risk', opportunity: 'good', lifecycle: 'watch', activity: 'info' } as const;

export function Open({ brief }: { brief: Brief }) {
  const t = useTexts(briefTexts);
  const f = useFormat();
  return (
    <Card title={t.open}>
      {brief.open.length === 0 && <div className="sub">{t.openNone}</div>}
      <ul className="stack !gap-2 text-[13px]">
        {brief.open.map((one) => (
          <li key={one.ctaId}>
            <Pill tone={tones[one.type]}>{t.types[one.type]}</Pill> <b>{one.title}</b>
            <div className="sub">{[one.escalated && t.escalated, one.owner, one.dueOn && t.due(f.dayShort(one.dueOn))].filter(Boolean).join(' · ')}</div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What they want to reach by when, and what was reached within a year. */
export function Goals({ brief }: { brief: Brief }) {
  const t = useTexts(briefTexts);
  const f = useFormat();
  const { figure, range } = useFigures();
  return (
    <Card title={t.goals}>
      <div className="stack">
        <ul className="stack !gap-2 text-[13px]">
          {brief.goals.map((one) => (
            <li key={one.goalId}>
              {one.reachedOn && <Pill tone="good">{t.reached}</Pill>} <b>{one.title}</b>
              <div className="sub">
                {[
                  one.measure,
                  range(one),
                  one.result !== null && t.result(figure(one.result, one.unit)),
                  one.reachedOn ? t.reachedOn(f.dayShort(one.reachedOn)) : one.dueOn && t.due(f.dayShort(one.dueOn)),
                  one.agreedWith && t.agreed(one.agreedWith, f.dayShort(one.agreedOn)),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </div>
            </li>
          ))}
        </ul>
        <Ask brief={brief} about="goals" />
      </div>
    </Card>
  );
}

export function People({ brief }: { brief: Brief }) {
  const t = useTexts(briefTexts);
  const f = useFormat();
  const rolesOf = (roles: string[]) => roles.map((role) => t.contactRoles[role] ?? role).join(t.separator);
  return (
    <Card title={t.persons}>
      <ul className="stack !gap-2 text-[13px]">
        {brief.people.map((one) => (
          <li key={one.contactId} className="row spread !gap-2">
            <span className="min-w-0 flex-1">
              <b>{one.name}</b> <span className="sub">{[one.department, one.title, rolesOf(one.roles)].filter(Boolean).join(' · ')}</span>
            </span>
            <span className="sub">
              {one.quiet && <Pill tone="watch">{t.quiet}</Pill>} {one.lastTouchOn ? t.lastTouch(f.dayShort(one.lastTouchOn)) : t.noTouch}
            </span>
          </li>
        ))}
        {brief.left.length > 0 && (
          <li className="sub">
            {t.gone}:{' '}
            {brief.left
              .map((one) => [one.name, one.on && f.dayShort(one.on), one.successor && t.successor(one.successor)].filter(Boolean).join(' '))
              .join(t.separator)}
          </li>
        )}
      </ul>
      <Ask brief={brief} about="people" />
      <Ask brief={brief} about="decision_maker" />
      <Ask brief={brief} about="champion" />
    </Card>
  );
}

export function Touches({ brief }: { brief: Brief }) {
  const t = useTexts(briefTexts);
  const f = useFormat();
  return (
    <Card title={t.last}>
      <ol className="stack !gap-2 text-[13px]">
        {brief.touches.map((one) => (
          <li key={`${one.on}${one.subject}`}>
            <b>{f.dayShort(one.on)}</b> {t.kinds[one.kind]}
            {one.direction && f.inBrackets(t.directions[one.direction])} {one.subject}
            {one.people.length > 0 && <span className="sub"> {one.people.map(t.honorific).join(t.separator)}</span>}
            {one.body && <p className="sub whitespace-pre-wrap">{one.body}</p>}
          </li>
        ))}
      </ol>
      <Ask brief={brief} about="touches" />
    </Card>
  );
}
