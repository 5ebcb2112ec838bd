import { useState } from 'react';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { problemText } from '#platform/ui/problem.ts';
import { uiTexts } from '#platform/ui/texts.ts';
import { toast } from '#platform/ui/toast.tsx';
import { pageTexts } from './page-texts.ts';
import type { ListState } from './presets.ts';

/** The list as it stands, as a file: all pages, the columns shown. */
export function ExportMenu({ state }: { state: ListState }) {
  const t = useTexts(pageTexts);
  const errors = useTexts(uiTexts);
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const save = async (format: 'csv' | 'csv-cp932' | 'xlsx') => {
    setBusy(true);
    try {
      const columns = state.columns.filter((column) => column !== 'usage');
      const response = await fetch('/api/accounts/export', {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ condition: state.condition, sort: state.sort, columns, format, language }),
      });
      if (!response.ok) throw Object.assign(new Error(), { status: response.status, data: await response.json() });
      const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? `banso.${format.slice(0, 4)}`;
      const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(await response.blob()), download: name });
      link.click();
      URL.revokeObjectURL(link.href);
      toast(t.exported);
    } catch (error) {
      toast(problemText(error, errors), { tone: 'risk' });
    } finally {
      setBusy(false);
    }
  };
  const items = (
    [
      ['csv', t.csv],
      ['csv-cp932', t.cp932],
      ['xlsx', t.xlsx],
    ] as const
  ).map(([key, label]) => ({ key, label, onAction: () => void save(key) }));
  return <Menu label={busy ? t.exporting : t.export} items={items} />;
}
