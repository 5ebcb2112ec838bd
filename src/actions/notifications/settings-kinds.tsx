import { useTexts } from '#platform/i18n/react.tsx';
import { Checkbox, Select } from '#platform/ui/fields.tsx';
import type { Settings } from './settings-page.tsx';
import { settingsTexts } from './settings-texts.ts';

type KindWay = Settings['kinds'][number];

/** One line for each kind: whether it is in the bell, and how it comes by mail. */
export function KindTable({ kinds, onChange }: { kinds: KindWay[]; onChange: (kinds: KindWay[]) => void }) {
  const t = useTexts(settingsTexts);
  const set = (kind: string, change: Partial<KindWay>) => onChange(kinds.map((one) => (one.kind === kind ? { ...one, ...change } : one)));
  return (
    <ul className="flex flex-col">
      {kinds.map((one) => (
        <li
          key={one.kind}
          className="border-line grid items-center gap-x-4 gap-y-2 border-b px-4 py-2.5 last:border-0 sm:grid-cols-[minmax(0,1fr)_120px_200px]"
        >
          <div>
            <b>{t.kinds[one.kind]}</b>
            <div className="sub">{t.kindHints[one.kind]}</div>
          </div>
          {one.ways.includes('inApp') ? (
            <Checkbox label={t.inApp} checked={one.inApp} onChange={(inApp) => set(one.kind, { inApp })} />
          ) : (
            <span className="sub max-sm:hidden">{t.digestOnly}</span>
          )}
          <Select
            label={t.mailOf(t.kinds[one.kind])}
            hideLabel
            value={one.mail}
            onChange={(mail) => set(one.kind, { mail })}
            options={(['now', 'daily', 'off'] as const)
              .filter((mail) => mail === 'off' || one.ways.includes(mail))
              .map((mail) => ({ value: mail, label: t.mails[mail] }))}
          />
        </li>
      ))}
    </ul>
  );
}
