import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { TextArea } from '#platform/ui/fields.tsx';
import { Loaded } from '#platform/ui/states.tsx';
import { contract } from './contract.ts';
import { editorTexts } from './editor-texts.ts';

const api = apiQuery(contract);
type Props = { label: string; value: string; onChange: (text: string) => void; error?: string };

/** Markdown, as written or as people will see it; the server renders it, as it does for them. */
export function MarkdownField({ label, value, onChange, error }: Props) {
  const t = useTexts(editorTexts);
  const [shown, setShown] = useState(false);
  const preview = useQuery(api.preview.queryOptions({ input: { text: value }, enabled: shown && value !== '' }));
  return (
    <div className="stack !gap-1">
      {shown ? (
        <>
          <b className="text-[13px]">{label}</b>
          <div className="rounded border border-line bg-sunken p-3">
            {value === '' ? <p className="sub">{t.emptyPreview}</p> : <Loaded query={preview}>{() => <Markdown html={preview.data!.html} />}</Loaded>}
          </div>
        </>
      ) : (
        <TextArea label={label} rows={7} value={value} onChange={onChange} error={error} />
      )}
      <Button small look="ghost" className="self-start" aria-pressed={shown} onClick={() => setShown(!shown)}>
        {shown ? t.write : t.preview}
      </Button>
    </div>
  );
}

/** HTML that the server made of Markdown and made safe. */
export function Markdown({ html }: { html: string }) {
  // oxlint-disable-next-line react/no-danger -- renderMarkdown lets no HTML of the writer's through
  return <div className="markdown" dangerouslySetInnerHTML={{ __html: html }} />;
}
