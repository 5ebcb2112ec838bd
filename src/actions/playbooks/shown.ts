import type { Context } from '#platform/http/context.ts';
import { renderMarkdown } from '#platform/text/markdown.ts';
import { sentence, type Catalogue, type Condition } from '#rules/conditions/index.ts';
import type { Task } from './runs-contract.ts';
import type { TaskRow } from './runs.sql.ts';

/** A task as the API shows it: its text as safe HTML, its conditions as sentences. */
export function shownTask(context: Context, row: TaskRow, { fields }: Catalogue): Task {
  const { body, template, condition, doneWhen, runStatus: _run, runEndedAt: _ended, productNo: _product, ...rest } = row;
  const { currency } = context.organisation;
  const read = (c: Condition | null) => c && { ja: sentence(c, { fields, currency, language: 'ja' }), en: sentence(c, { fields, currency, language: 'en' }) };
  return { ...rest, html: body && renderMarkdown(body), hasTemplate: template !== null, condition: read(condition), doneWhen: read(doneWhen) };
}
