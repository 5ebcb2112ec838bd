import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button, LinkButton } from '#platform/ui/button.tsx';
import { ConfirmDialog } from '#platform/ui/dialog.tsx';
import { Card, Facts } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { Notice } from '#platform/ui/states.tsx';
import { Counts } from './check-step.tsx';
import { contract, type importDetail } from './contract.ts';
import { importTexts } from './page-texts.ts';
import { Problems } from './problems.tsx';

type Detail = z.infer<typeof importDetail>;
const api = apiQuery(contract);

/** What an import did, or why it did nothing; from here it can be taken back. */
export function Report({ made, onRemap }: { made: Detail; onRemap: () => void }) {
  const t = useTexts(importTexts).report;
  const mayWrite = useCan('imports.write');
  const ended = made.status as 'done' | 'refused' | 'failed' | 'undone';
  const tone = { done: 'good', refused: 'watch', failed: 'risk', undone: undefined, uploaded: undefined }[ended] as 'good' | 'watch' | 'risk' | undefined;
  return (
    <>
      <Notice tone={tone}>
        {t[ended]}
        {made.error && <div>{made.error.message}</div>}
      </Notice>
      {made.rowsTotal !== null && <Counts made={made} />}
      <About made={made} />
      {made.rowsTotal !== null && <Problems made={made} />}
      {mayWrite && ended === 'done' && made.hasFile && <AlsoInFile made={made} />}
      <div className="actions">
        {mayWrite && (ended === 'failed' || ended === 'refused') && made.hasFile && <Button onClick={onRemap}>{t.again}</Button>}
        {mayWrite && ended === 'done' && <Undo made={made} />}
        {ended === 'done' && (
          <LinkButton look="primary" to="/accounts">
            {t.see[made.noun]}
          </LinkButton>
        )}
      </div>
    </>
  );
}

function About({ made }: { made: Detail }) {
  const t = useTexts(importTexts).report;
  const f = useFormat();
  return (
    <Card>
      <Facts
        rows={[
          [t.source, made.source],
          [t.total, f.number(made.rowsTotal)],
          [t.size, `${f.number(made.fileBytes / 1024, 1)} KB`],
          [t.by, made.createdByName],
          [t.at, f.moment(made.finishedAt ?? made.createdAt)],
          ...(made.history ? ([[t.history, t.yes]] as const) : []),
        ]}
      />
    </Card>
  );
}

/** A customer list often holds contracts and contacts as well: they are one press away, not another upload. */
function AlsoInFile({ made }: { made: Detail }) {
  const t = useTexts(importTexts);
  const navigate = useNavigate();
  const { encoding, delimiter, skipLines, sheet } = made.mapping ?? {};
  const seen = useQuery({ ...api.inspect.queryOptions({ input: { importId: made.importId, encoding, delimiter, skipLines, sheet } }), retry: false });
  const copy = useMutation(api.copy.mutationOptions({ meta: { toast: true }, onSuccess: ({ importId }) => navigate({ to: `/imports/${importId}` }) }));
  if (!seen.data?.others.length) return null;
  return (
    <Card title={t.report.also}>
      <div className="stack">
        <p>{t.report.alsoHint(seen.data.others.map((noun) => t.nouns[noun]))}</p>
        <div className="actions">
          {seen.data.others.map((noun) => (
            <Button key={noun} busy={copy.isPending} onClick={() => copy.mutate({ importId: made.importId, noun })}>
              {t.report.alsoImport(t.nouns[noun])}
            </Button>
          ))}
        </div>
      </div>
    </Card>
  );
}

function Undo({ made }: { made: Detail }) {
  const t = useTexts(importTexts).report;
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const undo = useMutation(
    api.undo.mutationOptions({
      meta: { toast: true },
      onSuccess: async () => {
        setAsking(false);
        await queries.invalidateQueries({ queryKey: api.key() });
      },
    }),
  );
  return (
    <>
      <Button look="danger" onClick={() => setAsking(true)}>
        {t.undo}
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => undo.mutate({ importId: made.importId })}
        title={t.undoTitle}
        confirmLabel={t.undo}
        danger
        busy={undo.isPending}
      >
        <p>{t.undoBody}</p>
      </ConfirmDialog>
    </>
  );
}
