import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { ConfirmDialog } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { ListPage } from '#platform/ui/list-page.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { problemText } from '#platform/ui/problem.ts';
import { uiTexts } from '#platform/ui/texts.ts';
import { toast } from '#platform/ui/toast.tsx';
import { contract, type Segment } from './contract.ts';
import { SegmentDialog } from './segment-dialog.tsx';
import { segmentTexts } from './texts.ts';

const api = apiQuery(contract);
const inSegment = (segment: Segment) => ({ if: { all: [{ field: 'segment', operator: 'in', value: [segment.segmentId] }] } });

/** セグメント: every named condition, how it reads, and how many customers it has. */
export function SegmentsPage() {
  const t = useTexts(segmentTexts);
  const f = useFormat();
  const language = useLanguage();
  const segments = useQuery(api.list.queryOptions());
  return (
    <ListPage<Segment>
      words={t}
      permission="segments.write"
      query={segments}
      rows={segments.data as Segment[] | undefined}
      rowKey={(s) => s.segmentId}
      columns={[
        {
          key: 'name',
          header: t.name,
          cell: (s) => (
            <Link to="/accounts" search={inSegment(s) as never}>
              {s.name}
            </Link>
          ),
        },
        {
          key: 'condition',
          header: t.condition,
          wrap: true,
          cell: (s) => (
            <>
              {s.sentence[language]}
              {s.description && <div className="sub">{s.description}</div>}
            </>
          ),
        },
        { key: 'members', header: t.members, num: true, cell: (s) => f.number(s.members) },
        {
          key: 'kind',
          header: t.evaluated,
          cell: (s) =>
            s.looksBack ? (
              <span title={f.moment(s.evaluatedAt)}>
                <Pill tone="info">{t.looksBack}</Pill>
              </span>
            ) : (
              <span className="sub">{t.now}</span>
            ),
        },
        { key: 'used', header: t.used, wrap: true, cell: (s) => f.names(s.usedIn) },
        { key: 'owner', header: t.owner, cell: (s) => s.ownerName ?? '' },
      ]}
      menu={(one, edit) => <RowMenu segment={one} onEdit={edit} />}
      dialog={(one, close) => <SegmentDialog segment={one} onClose={close} />}
    />
  );
}

function RowMenu({ segment, onEdit }: { segment: Segment; onEdit: () => void }) {
  const t = useTexts(segmentTexts);
  const errors = useTexts(uiTexts);
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.remove.call({ segmentId: segment.segmentId }),
    ...useDone(t.removed),
    onError: (error) => toast(problemText(error, errors), { tone: 'risk' }),
    onSettled: () => setAsking(false),
  });
  return (
    <>
      <Menu
        label={t.menu(segment.name)}
        icon="⋯"
        look="ghost"
        small
        items={[
          { key: 'edit', label: t.edit, onAction: onEdit },
          { key: 'remove', label: t.remove, danger: true, onAction: () => setAsking(true) },
        ]}
      />
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => remove.mutate()}
        busy={remove.isPending}
        danger
        title={t.removeTitle(segment.name)}
        confirmLabel={t.remove}
      >
        {t.removeText}
      </ConfirmDialog>
    </>
  );
}
