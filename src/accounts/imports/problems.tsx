import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { AnchorButton } from '#platform/ui/button.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { Table } from '#platform/ui/table.tsx';
import { contract } from './contract.ts';
import { importTexts } from './page-texts.ts';

const api = apiQuery(contract);

/** Every problem by row and column, and the rejected rows to take home and mend. */
export function Problems({ made }: { made: { importId: string; rejected: number; hasFile: boolean } }) {
  const t = useTexts(importTexts).problems;
  const list = useQuery(api.rejects.queryOptions({ input: { importId: made.importId, limit: 200 } }));
  if (made.rejected === 0 && !list.data?.items.length) return null;
  const href = `/api/imports/${made.importId}/rejected-rows.csv`;
  const download = (
    <span className="row">
      <AnchorButton small href={href} download>
        {t.download}
      </AnchorButton>
      <AnchorButton small href={`${href}?encoding=cp932`} download>
        {t.downloadSjis}
      </AnchorButton>
    </span>
  );
  return (
    <Card title={made.rejected > 0 ? t.title : t.notes} aside={made.rejected > 0 && download} flush>
      <Table
        label={t.title}
        maxHeight="420px"
        rows={list.data?.items}
        query={list}
        rowKey={(one) => `${one.row}-${one.column}-${one.code}`}
        columns={[
          { key: 'row', header: t.row, num: true, width: '80px', cell: (one) => one.row },
          { key: 'column', header: t.column, cell: (one) => one.column ?? '—' },
          { key: 'reason', header: t.reason, wrap: true, cell: (one) => one.message },
        ]}
        foot={list.data?.nextCursor ? <p className="sub p-3">{t.more}</p> : undefined}
      />
    </Card>
  );
}
