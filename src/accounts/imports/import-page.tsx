import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Page, PageHeader } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { Loaded } from '#platform/ui/states.tsx';
import { usePathParam } from '#platform/ui/url-state.ts';
import { CheckStep } from './check-step.tsx';
import { contract } from './contract.ts';
import { MappingStep } from './mapping-step.tsx';
import { ImportSteps } from './new-page.tsx';
import { importTexts } from './page-texts.ts';
import { Report } from './report.tsx';
import { StatusPill } from './status-pill.tsx';
import { isBusy, Wait } from './wait.tsx';

const api = apiQuery(contract);
const atStep = { uploaded: 1, previewing: 2, previewed: 2, queued: 3, running: 3 } as Record<string, number>;

/** One import, at the step where it stands: it can be left and found again at any moment. */
export function ImportPage() {
  const t = useTexts(importTexts);
  const importId = usePathParam('importId');
  const mayWrite = useCan('imports.write');
  const [remap, setRemap] = useState(false);
  const one = useQuery({
    ...api.find.queryOptions({ input: { importId } }),
    refetchInterval: (query) => (query.state.data && isBusy(query.state.data.status) ? 1_000 : false),
  });
  const made = one.data;
  const mapping = made && mayWrite && made.hasFile && (made.status === 'uploaded' || (remap && !isBusy(made.status)));
  return (
    <Page>
      <PageHeader
        title={made?.fileName ?? t.title}
        crumbs={<Link to="/imports">{t.title}</Link>}
        sub={made && `${t.nouns[made.noun]} · ${made.createdByName}`}
        actions={made && <StatusPill status={made.status} />}
      />
      <Loaded query={one}>
        {() => (
          <>
            {(mapping || made!.status in atStep) && <ImportSteps at={mapping ? 1 : atStep[made!.status]!} />}
            {mapping ? (
              <MappingStep made={made!} onDone={() => setRemap(false)} />
            ) : isBusy(made!.status) ? (
              <Wait made={made!} />
            ) : made!.status === 'previewed' ? (
              <CheckStep made={made!} onBack={() => setRemap(true)} />
            ) : (
              <Report made={made!} onRemap={() => setRemap(true)} />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}
