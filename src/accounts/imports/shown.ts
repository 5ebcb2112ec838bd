import type { Language } from '#platform/i18n/texts.ts';
import type { z } from 'zod';
import type { importDetail, importSummary } from './contract.ts';
import { mappingSchema } from './mapping.ts';
import type { ImportRow } from './store.ts';
import { importErrorText } from './texts.ts';

/** An import as the API shows it. */
export function summaryOf(made: ImportRow, language: Language): z.infer<typeof importSummary> {
  const { mapping: _mapping, preview: _preview, startedAt: _startedAt, error, ...rest } = made;
  return { ...rest, error: error && { ...error, message: importErrorText(error, language) } };
}

type Preview = { columns?: { header: string; field: string }[]; samples?: { no: number; action: 'new' | 'changed' | 'same'; cells: (string | null)[] }[] };

export function detailOf(made: ImportRow, hasFile: boolean, language: Language): z.infer<typeof importDetail> {
  const preview = (made.preview ?? {}) as Preview;
  return {
    ...summaryOf(made, language),
    mapping: mappingSchema.safeParse(made.mapping).data ?? null,
    hasFile,
    columns: preview.columns ?? [],
    samples: (preview.samples ?? []).map(({ no, action, cells }) => ({ row: no, action, cells })),
  };
}
