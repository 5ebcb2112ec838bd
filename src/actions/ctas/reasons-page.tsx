import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiQuery } from '#platform/http/client.ts';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { ListPage } from '#platform/ui/list-page.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { ctaType, reasonsContract } from './contract.ts';
import { TypePill } from './parts.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { reasonsTexts } from './reasons-texts.ts';
import { ctaTexts } from './texts.ts';
import { ctasApi, type ReasonRow } from './use-ctas.ts';

const api = apiQuery(reasonsContract);

/** CTAの理由: the catalogue everybody chooses from, in the company's own words. */
export function ReasonsPage() {
  const t = useTexts(reasonsTexts);
  const words = useTexts(ctaTexts);
  const language = useLanguage();
  const other = language === 'ja' ? 'en' : 'ja';
  const list = useQuery(ctasApi.reasons.queryOptions());
  const sorted = list.data?.toSorted((a, b) => Number(a.archived) - Number(b.archived) || ctaType.options.indexOf(a.type) - ctaType.options.indexOf(b.type));
  return (
    <ListPage<ReasonRow>
      words={{ ...t, none: t.empty }}
      permission="reasons.write"
      query={list}
      rows={sorted}
      rowKey={(r) => r.reason}
      columns={[
        {
          key: 'name',
          header: t.name,
          wrap: true,
          cell: (r) => (
            <>
              <b>{r.name[language]}</b>
              {r.name[other] !== r.name[language] && <div className="sub">{r.name[other]}</div>}
            </>
          ),
        },
        { key: 'type', header: t.type, cell: (r) => <TypePill type={r.type} /> },
        { key: 'category', header: t.category, cell: (r) => (r.riskCategory ? words.categories[r.riskCategory] : '—') },
        { key: 'outside', header: t.outsideShort, cell: (r) => (r.outsideSlots ? <Pill tone="watch">{t.outsideShort}</Pill> : '—') },
        { key: 'key', header: t.key, cell: (r) => <code>{r.reason}</code> },
        { key: 'status', header: t.status, cell: (r) => <Pill tone={r.archived ? 'unknown' : 'good'}>{r.archived ? t.archived : t.active}</Pill> },
      ]}
      menu={(one, edit) => <RowMenu reason={one} onEdit={edit} />}
      dialog={(one, close) => <ReasonDialog reason={one} onClose={close} />}
    />
  );
}

function RowMenu({ reason: r, onEdit }: { reason: ReasonRow; onEdit: () => void }) {
  const t = useTexts(reasonsTexts);
  const language = useLanguage();
  const queries = useQueryClient();
  const update = useMutation(api.update.mutationOptions({ onSuccess: () => queries.invalidateQueries(), meta: { toast: true } }));
  return (
    <Menu
      label={t.menu(r.name[language])}
      icon="⋯"
      small
      look="ghost"
      items={[
        { key: 'edit', label: t.edit, onAction: onEdit },
        { key: 'archive', label: r.archived ? t.unarchive : t.archive, onAction: () => update.mutate({ reason: r.reason, archived: !r.archived }) },
      ]}
    />
  );
}
