import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { contract } from '#accounts/keys/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { CodeBlock } from '#platform/ui/copy.tsx';
import { RadioGroup } from '#platform/ui/fields.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { FormProblem, Notice } from '#platform/ui/states.tsx';
import { snippets } from './snippets.ts';
import { startTexts } from './start-texts.ts';

const api = apiQuery(contract);

/** Code to paste, with a write key in it once one is made. */
export function Tracking() {
  const t = useTexts(startTexts).tracking;
  const mayMake = useCan('keys.write');
  const [chosen, setChosen] = useState('segment');
  const make = useMutation(api.create.mutationOptions());
  const all = snippets(location.origin, make.data?.secret ?? 'WRITE_KEY', t);
  const one = all.find((snippet) => snippet.id === chosen) ?? all[0]!;
  return (
    <Card title={t.title}>
      <div className="stack">
        <p>{t.text}</p>
        <RadioGroup inline label={t.library} value={chosen} onChange={setChosen} options={all.map(({ id, name }) => ({ value: id, label: name }))} />
        {one.install && <CodeBlock label={t.install} code={one.install} />}
        <CodeBlock label={t.code(one.name)} code={one.code} />
        <FormProblem error={make.error} />
        {make.data ? (
          <Notice tone="watch">{t.made}</Notice>
        ) : mayMake ? (
          <Button busy={make.isPending} onClick={() => make.mutate({ name: t.keyName, scope: 'ingest', source: 'app' })}>
            {t.makeKey}
          </Button>
        ) : (
          <p className="sub">{t.ask}</p>
        )}
        <p className="sub">{t.unknown}</p>
      </div>
    </Card>
  );
}
