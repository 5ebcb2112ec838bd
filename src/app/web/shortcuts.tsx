import { useTexts } from '#platform/i18n/react.tsx';
import { Dialog } from '#platform/ui/dialog.tsx';
import { Fact, Facts } from '#platform/ui/layout.tsx';
import { searchKeys } from './search-keys.ts';
import { webTexts } from './texts.ts';

/** Which keys do what; opened with ? from anywhere. */
export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const t = useTexts(webTexts).shortcuts;
  const lines = [
    [t.search, searchKeys],
    [t.move, 'J / K'],
    [t.open, 'Enter'],
    [t.select, 'X'],
    [t.close, 'Esc'],
    [t.help, '?'],
  ] as const;
  return (
    <Dialog open onClose={onClose} title={t.title}>
      <Facts>
        {lines.map(([what, keys]) => (
          <Fact key={what} term={what}>
            <kbd>{keys}</kbd>
          </Fact>
        ))}
      </Facts>
      <p className="sub">{t.note}</p>
    </Dialog>
  );
}
