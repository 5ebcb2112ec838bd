import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { TextArea, TextField } from '#platform/ui/fields.tsx';
import { Chip } from '#platform/ui/pills.tsx';
import { mergeFields, type TaskDefinition } from './contract.ts';
import { editorTexts } from './editor-texts.ts';
import { mergeTexts } from './texts.ts';

type Template = TaskDefinition['template'];
type Props = { template: Template; onChange: (template: Template) => void; errors: { subject?: string; body?: string }; canEdit: boolean };

/** The mail of a task, with the fields that are filled in when it is copied. */
export function MailFields({ template, onChange, errors, canEdit }: Props) {
  const t = useTexts(editorTexts);
  const names = useTexts(mergeTexts);
  if (!template)
    return canEdit ? (
      <Button small look="ghost" className="self-start" onClick={() => onChange({ subject: '', body: '' })}>
        {t.addTemplate}
      </Button>
    ) : null;
  return (
    <div className="stack rounded border border-line p-3" role="group" aria-label={t.template}>
      <div className="row spread">
        <h3>{t.template}</h3>
        {canEdit && (
          <Button small look="ghost" onClick={() => onChange(null)}>
            {t.removeTemplate}
          </Button>
        )}
      </div>
      <TextField
        label={t.subject}
        required
        maxLength={200}
        value={template.subject}
        onChange={(subject) => onChange({ ...template, subject })}
        error={errors.subject}
      />
      <TextArea label={t.mailBody} required rows={9} value={template.body} onChange={(body) => onChange({ ...template, body })} error={errors.body} />
      {canEdit && (
        <div className="row !gap-1" role="group" aria-label={t.insert}>
          <span className="sub">{t.insert}</span>
          {mergeFields.map((field) => (
            <Chip key={field} onClick={() => onChange({ ...template, body: `${template.body}{{${field}}}` })}>
              {names[field]}
            </Chip>
          ))}
        </div>
      )}
    </div>
  );
}
