import { sql } from 'drizzle-orm';
import { markChanged } from '#accounts/accounts/index.ts';
import { listProducts } from '#accounts/products/index.ts';
import { changedFields, write } from '#platform/audit/audit.ts';
import { row, type Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract } from './contract.ts';
import { madeFrom, naturalDirection, naturalUnit, type Definition } from './definition.ts';
import { addVersion, archiveMetric, findMetric, insertMetric, listChoices, listMetrics, type Metric, type MetricFields } from './store.ts';
import { refusals, refuseForLevels, refuseImpossible, type Known } from './refusals.ts';
import { recipe, type Names } from './words.ts';

const on = implementSlice(contract);

export const routes = {
  list: on.list.handler(({ context }) => listMetrics(context.db, { archived: true })),

  choices: on.choices.handler(({ context }) => listChoices(context.db)),

  create: on.create.handler(({ context, input }) =>
    write(context, 'metrics.create', async (tx, audit) => {
      const all = await listMetrics(tx, { archived: true });
      const say = refusals(languageOf(context));
      if (all.some((m) => m.key === input.key)) throw problem('CONFLICT', say.taken, [{ path: 'key', message: say.taken }]);
      const known = await knownTo(tx, all);
      refuseImpossible(languageOf(context), input.key, input.definition, known);
      const made = await insertMetric(tx, complete(input), at(context));
      if (!made) throw problem('UNPROCESSABLE_CONTENT', say.full);
      audit({ noun: 'metric', id: made.metricId, label: made.name, changes: said(context, changedFields({}, input), all, known) });
      await makeTodayAgain(tx, context);
      return made;
    }),
  ),

  update: on.update.handler(({ context, input: { metricId, ...input } }) =>
    write(context, 'metrics.update', async (tx, audit) => {
      const before = await found(tx, context, metricId);
      const all = await listMetrics(tx, { archived: true });
      const known = await knownTo(tx, all);
      refuseImpossible(languageOf(context), before.key, input.definition, known);
      refuseForLevels(languageOf(context), before.key, input.definition, known);
      const fields = complete({ ...input, key: before.key });
      const changes = said(context, changedFields(before, fields), all, known);
      if (!Object.keys(changes).length) {
        audit(null);
        return before;
      }
      if (before.key === 'mrr' && fields.definition.kind !== 'mrr') throw problem('UNPROCESSABLE_CONTENT', refusals(languageOf(context)).needed);
      const after = await addVersion(tx, before, fields, at(context));
      audit({ noun: 'metric', id: metricId, label: after.name, changes });
      await makeTodayAgain(tx, context);
      return after;
    }),
  ),

  archive: on.archive.handler(({ context, input: { metricId, archived } }) =>
    write(context, 'metrics.archive', async (tx, audit) => {
      const before = await found(tx, context, metricId);
      if (archived) await refuseInUse(tx, context, before);
      await archiveMetric(tx, metricId, archived ? context.clock() : null);
      audit(before.archived === archived ? null : { noun: 'metric', id: metricId, label: before.name, changes: { archived: [before.archived, archived] } });
      await makeTodayAgain(tx, context);
      return { ...before, archived };
    }),
  ),
};

const at = (context: Context) => ({ now: context.clock(), day: context.today });

function complete(input: Omit<MetricFields, 'unit' | 'direction'> & Partial<MetricFields>): MetricFields {
  const { key, name, nameEn, definition } = input;
  return {
    key,
    name,
    nameEn: nameEn || null,
    definition,
    unit: input.unit ?? naturalUnit(definition),
    direction: input.direction ?? naturalDirection(definition),
  };
}

async function found(tx: Db, context: Context, metricId: string): Promise<Metric> {
  const metric = await findMetric(tx, metricId);
  if (!metric) throw problem('NOT_FOUND', refusals(languageOf(context)).unknown);
  return metric;
}

async function knownTo(tx: Db, all: Metric[]): Promise<Known> {
  return { metrics: all.filter((m) => !m.archived), products: await listProducts(tx) };
}

async function refuseInUse(tx: Db, context: Context, metric: Metric): Promise<void> {
  const say = refusals(languageOf(context));
  if (metric.key === 'mrr') throw problem('CONFLICT', say.needed);
  const user = (await listMetrics(tx)).find((m) => m.metricId !== metric.metricId && madeFrom(m.definition).includes(metric.key));
  if (user) throw problem('CONFLICT', say.usedBy(user.name));
  // Scorecards lie further right and cannot be imported; their rows can be asked.
  const uses = JSON.stringify({ measures: [{ metric: metric.key }] });
  if (await row(tx, sql`select 1 from scorecard_versions where status = 'published' and definition @> ${uses}::jsonb limit 1`))
    throw problem('CONFLICT', say.inScorecard);
}

/** Every account's current day depends on the definitions. */
const makeTodayAgain = (tx: Db, context: Context) => markChanged(tx, context.jobs, sql`select account_id from accounts`, context.clock());

/** The changes with what the metric is made of in words of the organisation's language, as the audit log keeps it. */
function said(context: Context, changes: Record<string, [unknown, unknown]>, all: Metric[], { products }: Known): Record<string, [unknown, unknown]> {
  if (!changes.definition) return changes;
  const { language, currency } = context.organisation;
  const names: Names = {
    metric: (key) => {
      const found = all.find((m) => m.key === key);
      return found && { name: (language === 'en' && found.nameEn) || found.name, unit: found.unit };
    },
    product: (no) => products.find((p) => p.productNo === no)?.name,
  };
  const words = (definition: unknown) => (definition ? recipe({ language, currency }, definition as Definition, names, 'in full') : null);
  return { ...changes, definition: [words(changes.definition[0]), words(changes.definition[1])] };
}
