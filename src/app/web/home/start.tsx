import { useTexts } from '#platform/i18n/react.tsx';
import { LinkButton } from '#platform/ui/button.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { Sample } from './sample.tsx';
import { startTexts } from './start-texts.ts';
import { Tracking } from './tracking.tsx';

/** The empty product: three ways to begin. */
export function Start() {
  const t = useTexts(startTexts);
  const mayImport = useCan('imports.write');
  return (
    <Page>
      <PageHeader title={t.title} sub={t.sub} />
      <div className="grid2 !grid-cols-1 md:!grid-cols-2">
        <Card title={t.import.title}>
          <div className="stack">
            <p>{t.import.text}</p>
            {mayImport && (
              <LinkButton to="/imports/new" look="primary">
                {t.import.action}
              </LinkButton>
            )}
          </div>
        </Card>
        <Sample />
      </div>
      <Tracking />
    </Page>
  );
}
