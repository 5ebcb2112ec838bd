import type { z } from 'zod';
import type { Db } from '#platform/db/db.ts';
import type { Language } from '#platform/i18n/texts.ts';
import { readTable, type ReadOptions, type TableRow } from '#platform/files/read.ts';
import type { inspection } from './contract.ts';
import type { Field } from './fields.ts';
import { alsoIn, mappingSchema, suggestColumns, type Mapping, type Noun } from './mapping.ts';
import { fittingMapping, rememberedMapping, storedFile, type ImportRow } from './store.ts';
import type { ImportTarget } from './target.ts';
import { rejectText } from './texts.ts';
import { cut } from '#platform/text/cut.ts';

const sampleRows = 8;

/** How a file reads, and which column probably is what. Throws FileRefused when it cannot be read. */
export async function inspectImport(
  db: Db,
  made: ImportRow,
  target: ImportTarget,
  all: ImportTarget[],
  wish: ReadOptions & { source?: string },
  language: Language,
): Promise<z.infer<typeof inspection>> {
  const { source: wanted, ...options } = wish;
  const source = wanted ?? (made.source === unnamedSource ? undefined : made.source);
  const { meta, rows } = await readTable(storedFile(db, made), options);
  const remembered = source ? await rememberedMapping(db, made.noun, source) : await fittingMapping(db, made.noun, meta.header);
  const samples: TableRow[] = [];
  for await (const batch of rows()) {
    samples.push(...batch.slice(0, sampleRows - samples.length));
    if (samples.length >= sampleRows) break;
  }
  const fields = await target.fields(db);
  const columns = suggestColumns(meta.header, fields, remembered?.columns ?? (await companysOwn(db, made.noun, source)));
  const suggestion: Mapping = mappingSchema.parse({
    source: source ?? remembered?.source ?? unnamedSource,
    columns,
    rows: remembered?.rows,
    gone: remembered?.gone,
    // Whoever loads the first list has no colleagues here yet: their customers come in all the same.
    unknownOwners: fields.some((f) => f.kind === 'member' && Object.values(columns).includes(f.key)) ? (remembered?.unknownOwners ?? 'leave') : undefined,
  });
  return {
    kind: meta.kind,
    encoding: meta.encoding ?? null,
    delimiter: meta.delimiter ?? null,
    sheet: meta.sheet ?? null,
    sheets: meta.sheets ?? [],
    skipLines: meta.skipLines,
    header: meta.header,
    samples: samples.map(({ row, cells }) => ({ row, cells: cells.map((c) => cut(c, 200)) })),
    warnings: meta.warnings.map((w) => ({ ...w, message: rejectText(w, language) })),
    suggestion,
    remembered: remembered !== undefined,
    others: alsoIn(meta.header, made.noun, await fieldsOf(db, all)),
    fields: fields.map((f) => ({
      key: f.key,
      label: f.label,
      group: f.group ?? null,
      kind: f.kind,
      required: f.required ?? false,
      mustMap: f.mustMap ?? false,
      standIn: f.standIn ?? null,
    })),
  };
}

/** Columns that the same list filled for the customers, and that mean the company: its reading is not that of its contact. */
async function companysOwn(db: Db, noun: Noun, source: string | undefined): Promise<Record<string, string>> {
  if (noun === 'accounts' || !source) return {};
  const { columns = {} } = (await rememberedMapping(db, 'accounts', source)) ?? {};
  const headers = Object.keys(columns).filter((name) => columns[name] === 'kana' || columns[name] === 'description');
  return Object.fromEntries(headers.map((name) => [name, '']));
}

async function fieldsOf(db: Db, targets: ImportTarget[]): Promise<Partial<Record<Noun, Field[]>>> {
  return Object.fromEntries(await Promise.all(targets.map(async ({ noun, fields }) => [noun, await fields(db)])));
}

/** An upload has no source until its columns are mapped. */
export const unnamedSource = 'file';
