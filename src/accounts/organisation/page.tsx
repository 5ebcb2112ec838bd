import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Form } from '#platform/ui/bare.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { useCan } from '#platform/ui/session.tsx';
import { Loaded, Notice } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { contract } from './contract.ts';
import { OrganisationFields, type Organisation } from './fields.tsx';
import { organisationTexts } from './texts.ts';

const api = apiQuery(contract);

export function OrganisationPage() {
  const t = useTexts(organisationTexts);
  const organisation = useQuery(api.read.queryOptions());
  return (
    <Page>
      <PageHeader title={t.title} sub={t.sub} />
      <Card>
        <Loaded query={organisation}>{() => <Settings key={JSON.stringify(organisation.data)} given={organisation.data!} />}</Loaded>
      </Card>
    </Page>
  );
}

function Settings({ given: { nextTimeZone, ...given } }: { given: Organisation & { nextTimeZone: string | null } }) {
  const t = useTexts(organisationTexts);
  const mayWrite = useCan('organisation.write');
  const queries = useQueryClient();
  const [value, setValue] = useState<Organisation>({ ...given, timeZone: nextTimeZone ?? given.timeZone });
  const save = useMutation(
    api.update.mutationOptions({
      onSuccess: async () => {
        toast(t.saved);
        await queries.invalidateQueries({ queryKey: ['me'] });
        await queries.invalidateQueries({ queryKey: api.key() });
      },
    }),
  );
  return (
    <div className="max-w-[720px]">
      <Form onSubmit={() => save.mutate(value)}>
        {!mayWrite && <Notice>{t.readOnly}</Notice>}
        <OrganisationFields
          value={value}
          onChange={setValue}
          errors={fieldErrors(save.error)}
          zoneNote={nextTimeZone ? t.nextTimeZone(nextTimeZone) : undefined}
          disabled={!mayWrite}
        />
        {mayWrite && (
          <div className="row">
            <Button look="primary" type="submit" busy={save.isPending}>
              {t.save}
            </Button>
          </div>
        )}
      </Form>
    </div>
  );
}
