import { useId, useState, type ReactNode } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { uiTexts } from './texts.ts';

/** Takes one file by dropping, choosing or pasting. `accept` as in an input: '.csv,.xlsx'. */
export function FileDrop({ accept, onFile, hint, disabled }: { accept?: string; onFile: (file: File) => void; hint?: ReactNode; disabled?: boolean }) {
  const t = useTexts(uiTexts);
  const id = useId();
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file && !disabled) onFile(file);
  };
  return (
    <div
      className={`drop ${over ? 'over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
      onPaste={(event) => take(event.clipboardData.files)}
    >
      <strong>{t.dropHere}</strong>
      {hint && <div className="sub">{hint}</div>}
      <label htmlFor={id} className="btn has-[:focus-visible]:outline-2">
        {t.chooseFile}
        <input
          id={id}
          type="file"
          className="sr-only"
          accept={accept}
          disabled={disabled}
          onChange={(event) => {
            take(event.target.files);
            event.target.value = '';
          }}
        />
      </label>
    </div>
  );
}
