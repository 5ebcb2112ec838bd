import { useTexts } from '#platform/i18n/react.tsx';
import { defineTexts } from '#platform/i18n/texts.ts';
import { Chip } from '#platform/ui/pills.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';

const viewTexts = defineTexts({
  ja: { views: '表示', mine: '自分の担当', everybody: '全体' },
  en: { views: 'View', mine: 'Mine', everybody: 'Everybody' },
});

/** One's own day, or everybody's customers. */
export function Views({ all }: { all: boolean }) {
  const t = useTexts(viewTexts);
  const [, setUrl] = useUrlState<{ view: string; mine: boolean; code: string }>();
  const show = (view: string | undefined) => setUrl({ view, mine: undefined, code: undefined }, { replace: false });
  return (
    <div className="row !gap-2" role="group" aria-label={t.views}>
      <Chip on={!all} onClick={() => show(undefined)}>
        {t.mine}
      </Chip>
      <Chip on={all} onClick={() => show('all')}>
        {t.everybody}
      </Chip>
    </div>
  );
}
