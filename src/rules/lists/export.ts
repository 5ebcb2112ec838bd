import { Readable } from 'node:stream';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { write } from '#platform/audit/audit.ts';
import { inLine } from '#platform/db/in-line.ts';
import { putAside, type Aside } from '#platform/files/aside.ts';
import { writeCsv } from '#platform/files/write-csv.ts';
import { writeXlsx, type XlsxCell } from '#platform/files/write-xlsx.ts';
import { minorDigits } from '#platform/i18n/format.ts';
import type { Context } from '#platform/http/context.ts';
import { languageOf } from '#platform/http/language.ts';
import { readJson } from '#platform/http/body.ts';
import { rawRoute } from '#platform/http/raw.ts';
import { type Catalogue } from '#rules/conditions/index.ts';
import { cellOf, headerOf } from './cells.ts';
import { contract, exportInput } from './contract.ts';
import { prepare, type Prepared } from './find.ts';
import { listSaid } from './said.ts';

const atOnce = 1_000;
// Long enough for a condition with sixty comparisons.
const maxBody = 512 * 1024;
const labels = { csv: 'CSV', 'csv-cp932': 'CSV (Shift_JIS)', xlsx: 'Excel' };

// Each keeps a connection and a processor busy: more at once would only be slower, for everybody.
const inTurn = inLine(2);

/**
 * The list as a file: row by row from one snapshot, so that 100,000 customers need no more memory than 1,000; by way of the
 * disk, so that nobody's slow line keeps the snapshot and its connection.
 */
export const exportRoute = rawRoute(contract.export, async (context, http) => {
  const asked = await readJson(http.req.raw, exportInput, maxBody);
  const language = asked.language ?? languageOf(context);
  const keys = ['name', ...asked.columns.filter((key) => key !== 'name' && key !== 'usage' && key !== 'attention')];
  const columns = keys.flatMap((key) => (key === 'score' || key === 'colour' ? [] : [key]));
  const all = ['name', 'score', 'colour', ...columns.slice(1)];
  const prepared = await prepare(context, { ...asked, columns: all });
  const said = await listSaid(context, { condition: asked.condition ?? null, columns: all, sort: asked.sort });
  await write(context, 'accounts.export', async (_tx, audit) => audit({ noun: 'account', label: labels[asked.format], changes: said }));
  const header = all.map((key) => headerOf(key, prepared.catalogue, language));
  const made = await inTurn(async () => {
    const cells = rowsOf(context, prepared, all, language);
    try {
      return await putAside(written(asked.format, language, header, cells));
    } finally {
      // When the disk is full nobody asks for the rest: its connection goes back all the same.
      await cells.return(undefined);
    }
  });
  return file(made, `banso-accounts-${context.today}`, asked.format);
});

type Format = keyof typeof labels;

function written(format: Format, language: 'ja' | 'en', header: string[], cells: AsyncGenerator<XlsxCell[]>): AsyncIterable<Uint8Array> {
  if (format === 'xlsx') return writeXlsx(language === 'ja' ? '顧客' : 'Customers', header, cells);
  return writeCsv(texts(header, cells), format === 'csv-cp932' ? 'cp932' : 'utf-8');
}

const types = {
  csv: 'text/csv; charset=utf-8',
  'csv-cp932': 'text/csv; charset=Shift_JIS',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

function file(made: Aside, name: string, format: Format): Response {
  return new Response(Readable.toWeb(made.stream()) as ReadableStream, {
    headers: {
      'content-type': types[format],
      'content-length': String(made.size),
      'content-disposition': `attachment; filename="${name}.${format === 'xlsx' ? 'xlsx' : 'csv'}"`,
      'cache-control': 'no-store',
    },
  });
}

async function* texts(header: string[], cells: AsyncIterable<XlsxCell[]>): AsyncGenerator<string[]> {
  yield header;
  for await (const row of cells) yield row.map((cell) => (cell === null ? '' : typeof cell === 'object' ? cell.day : String(cell)));
}

/** Rows of one snapshot through a cursor of the database; the connection goes back also when the reader stops early. */
async function* rowsOf(context: Context, { select, where, sort, catalogue }: Prepared, keys: string[], language: 'ja' | 'en'): AsyncGenerator<XlsxCell[]> {
  const client = await context.database.pool.connect();
  const db = drizzle(client);
  const printing = { catalogue: catalogue as Catalogue, language, digits: minorDigits(context.organisation.currency) };
  let broken = false;
  try {
    await client.query('begin isolation level repeatable read read only');
    const order = sql.raw(`${sort.field.sort ?? sort.field.now} ${sort.direction} nulls last, f.account_id ${sort.direction}`);
    await db.execute(sql`declare listed no scroll cursor for select ${select} from account_facts f where ${where} order by ${order}`);
    for (;;) {
      const { rows } = await client.query<Record<string, unknown>>(`fetch ${atOnce} from listed`);
      for (const row of rows) yield keys.map((key) => cellOf(key, row[key], printing));
      if (rows.length < atOnce) return;
    }
  } finally {
    await client.query('rollback').catch(() => (broken = true));
    client.release(broken);
  }
}
