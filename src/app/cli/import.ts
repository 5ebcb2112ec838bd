import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  errorOf,
  failImport,
  importErrorText,
  indexImport,
  insertImport,
  listRejects,
  mappingSchema,
  nouns,
  rejectText,
  runImport,
  storeFile,
  type Mapping,
  type Noun,
  type Outcome,
} from '#accounts/imports/index.ts';
import { write } from '#platform/audit/audit.ts';
import { Failure } from '#platform/config/failure.ts';
import { fileFromPath } from '#platform/files/source.ts';
import type { Language } from '#platform/i18n/texts.ts';
import { startJobs } from '#platform/jobs/jobs.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { importTargets } from '../import-targets.ts';
import { jobs as allJobs, subscriptions } from '../jobs.ts';
import { required, UsageError, type CliArgs, type CliContext, type Command } from './command.ts';

const shownRejects = 1_000;

export const command: Command = {
  name: 'import',
  summary: {
    en: 'Loads a CSV or Excel file and prints what was added, changed and left as it was; problems go to stderr.',
    ja: 'CSV または Excel のファイルを取り込み、追加・変更・変更なしの件数を表示します。問題のある行は標準エラー出力に表示します。',
  },
  usage: {
    en: `accounts|contacts|contracts|events FILE --mapping FILE [--history]

  --mapping FILE  JSON: {"source":"crm","columns":{"顧客コード":"externalId","会社名":"name"},"rows":"all"|"good","gone":"leave"|"mark"}
                  encoding, delimiter, skipLines and sheet are found when they are not given
  --history       the file is the past: facts with a date of their own become known on that date

With "rows":"all" a single problem leaves everything as it was (exit code 1); with "good" the other rows are loaded.
"unknownOwners":"leave" loads customers whose owner is no member yet, without that owner.`,
    ja: `accounts|contacts|contracts|events FILE --mapping FILE [--history]

  --mapping FILE  JSON: {"source":"crm","columns":{"顧客コード":"externalId","会社名":"name"},"rows":"all"|"good","gone":"leave"|"mark"}
                  encoding, delimiter, skipLines, sheet は省略すると自動で判別します
  --history       過去のデータ。日付のある事実は、その日に分かっていたものとして扱います

"rows":"all" では 1 行でも問題があれば何も取り込みません（終了コード 1）。"good" では問題のない行を取り込みます。
"unknownOwners":"leave" を指定すると、担当者がメンバーに登録されていない顧客も、担当を設定せずに取り込みます。`,
  },
  options: { mapping: { type: 'string' }, history: { type: 'boolean' } },
  async run(context, args) {
    const { noun, file, mapping } = await readArgs(args);
    const database = await context.database();
    const { language, timeZone } = await readOrganisation(database.db);
    const jobs = await startJobs({
      url: database.url,
      database,
      clock: context.clock,
      log: context.log,
      jobs: allJobs,
      subscriptions,
      timeZone: async () => timeZone,
    });
    try {
      const by = { id: null, name: 'banso' };
      const importId = await write(
        { database, clock: context.clock, actor: { kind: 'system', name: 'banso', cli: true } },
        'imports.run',
        async (tx, audit) => {
          const id = await insertImport(tx, {
            noun,
            source: mapping.source,
            fileName: basename(file),
            mapping,
            history: args.values.history === true,
            by,
            at: context.clock(),
          });
          await storeFile(tx, id, fileFromPath(file).open(), 2_000_000_000);
          audit({ noun: 'import', id, label: basename(file), changes: { noun: [null, noun], source: [null, mapping.source] } });
          return id;
        },
      );
      const outcome = await runImport({ database, clock: context.clock, jobs, targets: importTargets }, importId, true).catch(async (error) => {
        // A database that is gone cannot be told.
        await failImport(database.db, importId, errorOf(error), context.clock()).catch(() => {});
        throw explained(error);
      });
      if (!outcome) throw new Failure({ en: 'The import is already running.', ja: '取り込みはすでに実行中です。' });
      await indexImport(database, importId);
      await printRejects(context, database, importId, outcome, language);
      context.out(counts(outcome, language));
      return outcome.refused ? 1 : 0;
    } finally {
      await jobs.stop();
    }
  },
};

async function readArgs(args: CliArgs): Promise<{ noun: Noun; file: string; mapping: Mapping }> {
  const [noun, file, ...more] = args.positionals;
  if (!nouns.includes(noun as Noun))
    throw new UsageError({ en: `What is in the file? One of ${nouns.join(', ')}.`, ja: `ファイルの種類を ${nouns.join(', ')} のいずれかで指定してください。` });
  if (!file || more.length > 0)
    throw new UsageError(
      file ? { en: 'Only one FILE is expected.', ja: 'FILE は 1 つだけ指定してください。' } : { en: 'FILE is missing.', ja: 'FILE を指定してください。' },
    );
  if (!(await stat(file).catch(() => undefined))?.isFile()) throw new Failure({ en: `There is no file ${file}.`, ja: `ファイル ${file} がありません。` });
  return { noun: noun as Noun, file, mapping: await readMapping(required(args, 'mapping')) };
}

async function readMapping(path: string): Promise<Mapping> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Failure({ en: `The mapping ${path} cannot be read.`, ja: `対応表 ${path} を読み込めません。` });
  });
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Failure({ en: `${path} is not JSON: ${(error as Error).message}`, ja: `${path} は JSON ではありません: ${(error as Error).message}` });
  }
  const parsed = mappingSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((i) => `${i.path.join('.') || 'mapping'}: ${i.message}`).join('; ');
  throw new Failure({ en: `${path} is not a mapping: ${issues}`, ja: `${path} は対応表として読み取れません: ${issues}` });
}

function explained(error: unknown): unknown {
  const found = errorOf(error);
  return found.code === 'failed' ? error : new Failure({ en: importErrorText(found, 'en'), ja: importErrorText(found, 'ja') });
}

async function printRejects(
  context: CliContext,
  database: { db: Parameters<typeof listRejects>[0] },
  importId: string,
  outcome: Outcome,
  language: Language,
): Promise<void> {
  const ja = language === 'ja';
  const rejects = await listRejects(database.db, importId, 0, shownRejects + 1);
  for (const r of rejects.slice(0, shownRejects))
    context.note(`${ja ? `${r.row} 行目` : `row ${r.row}`}${r.column ? (ja ? ` 「${r.column}」` : ` “${r.column}”`) : ''}: ${rejectText(r, language)}`);
  if (rejects.length > shownRejects) context.note(ja ? '（以降は画面で確認できます）' : '(the rest is on the page of the import)');
  if (outcome.refused) context.note(ja ? '問題のある行があるため、何も取り込みませんでした。' : 'Nothing was loaded because some rows have problems.');
}

function counts(o: Outcome, language: Language): string {
  const done = o.refused ? { added: 0, changed: 0, unchanged: 0 } : o;
  return language === 'ja'
    ? `追加 ${done.added}  変更 ${done.changed}  変更なし ${done.unchanged}  除外 ${o.rejected}  今回のファイルにない ${o.missing}`
    : `added ${done.added}  changed ${done.changed}  unchanged ${done.unchanged}  rejected ${o.rejected}  not in this file ${o.missing}`;
}
