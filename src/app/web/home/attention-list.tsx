import { useInfiniteQuery } from '@tanstack/react-query';
import { contract } from '#actions/attention/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { Chip } from '#platform/ui/pills.tsx';
import { EmptyState, Loaded } from '#platform/ui/states.tsx';
import { AttentionRow } from './attention-row.tsx';
import { homeTexts } from './texts.ts';

const api = apiQuery(contract);

type Props = {
  mine: boolean;
  code: string | undefined;
  byCode: readonly { code: string; accounts: number }[] | undefined;
  onCode: (code: string | undefined) => void;
};

export function AttentionList({ mine, code, byCode = [], onCode }: Props) {
  const t = useTexts(homeTexts);
  const list = useInfiniteQuery(
    api.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ mine, code, cursor, limit: 20 }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  const order = Object.keys(t.codes);
  const reasons = [...byCode].sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code));
  return (
    <Card title={t.list} flush>
      {reasons.length > 0 && (
        <div className="row border-line border-b px-3.5 py-2.5 !gap-2">
          <Chip on={!code} onClick={() => onCode(undefined)}>
            {t.everyReason}
          </Chip>
          {reasons.map((one) => (
            <Chip key={one.code} on={code === one.code} onClick={() => onCode(one.code)}>
              {t.codes[one.code] ?? one.code} {one.accounts.toLocaleString()}
            </Chip>
          ))}
        </div>
      )}
      <Loaded query={list} lines={10}>
        {() => {
          const items = list.data?.pages.flatMap((page) => page.items) ?? [];
          if (items.length === 0) return <EmptyState title={mine ? t.noneMine : t.none}>{t.noneHint}</EmptyState>;
          return (
            <>
              <ol className="attention">
                {items.map((item) => (
                  <AttentionRow key={item.accountId} item={item} />
                ))}
              </ol>
              <ShowMore query={list} />
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}
