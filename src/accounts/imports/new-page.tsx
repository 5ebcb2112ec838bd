import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { RadioGroup } from '#platform/ui/fields.tsx';
import { FileDrop } from '#platform/ui/file-drop.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { Notice, Progress } from '#platform/ui/states.tsx';
import { Steps } from '#platform/ui/steps.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';
import { nouns, type Noun } from './mapping.ts';
import { importTexts } from './page-texts.ts';
import { stepTexts } from './step-texts.ts';
import { upload } from './upload.ts';

/** The first step: what is in the file, and the file. */
export function NewImportPage() {
  const t = useTexts(stepTexts);
  const words = useTexts(importTexts);
  const navigate = useNavigate();
  const [url, setUrl] = useUrlState<{ noun: Noun }>();
  const noun = nouns.includes(url.noun!) ? url.noun! : 'accounts';
  const [progress, setProgress] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (file: File) => {
    setProblem(null);
    setProgress(0);
    try {
      await navigate({ to: `/imports/${await upload(noun, file, setProgress)}` });
    } catch (error) {
      setProgress(null);
      setProblem((error as Error).message || t.file.failed);
    }
  };
  return (
    <Page>
      <PageHeader title={t.newTitle} crumbs={<Link to="/imports">{words.title}</Link>} />
      <ImportSteps at={0} />
      <Card>
        <div className="stack">
          <RadioGroup
            label={t.file.noun}
            value={noun}
            onChange={(next) => setUrl({ noun: next })}
            options={nouns.map((n) => ({ value: n, label: words.nouns[n], hint: t.file.hints[n] }))}
          />
          {progress === null ? (
            <FileDrop accept=".csv,.tsv,.txt,.xlsx,.xlsm" hint={t.file.drop} onFile={(file) => void send(file)} />
          ) : (
            <Progress label={t.file.uploading} value={progress} />
          )}
          {problem && <Notice tone="risk">{problem}</Notice>}
        </div>
      </Card>
    </Page>
  );
}

export function ImportSteps({ at }: { at: number }) {
  const t = useTexts(stepTexts);
  return <Steps label={t.steps.label} steps={[t.steps.file, t.steps.columns, t.steps.check, t.steps.run]} at={at} />;
}
