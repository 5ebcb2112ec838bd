import { sql } from 'drizzle-orm';
import { markChanged } from '#accounts/accounts/index.ts';
import { write } from '#platform/audit/audit.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { signal } from '#platform/jobs/jobs.ts';
import { textsIn } from '#platform/i18n/texts.ts';
import { listMetrics } from '#metrics/definitions/index.ts';
import { cardChanges } from './changes.ts';
import { contract } from './contract.ts';
import { faultsOf } from './definition.ts';
import { listVersions, publish, versionOn } from './store.ts';
import { faultText, faultTexts } from './texts.ts';

/** A new version of the scorecard is in use from today on. */
export const scorecardPublished = signal('scorecard.published');

const on = implementSlice(contract);

export const routes = {
  versions: on.versions.handler(({ context }) => listVersions(context.db)),

  publish: on.publish.handler(({ context, input }) =>
    write(context, 'scorecards.publish', async (tx, audit) => {
      const t = textsIn(faultTexts, languageOf(context));
      const faults = faultsOf(input.definition, new Set((await listMetrics(tx)).map((m) => m.key)));
      const errors = faults.map((fault) => ({ path: `definition.${fault.path}`, message: faultText(t, fault) }));
      if (errors.length) throw problem('UNPROCESSABLE_CONTENT', errors[0]!.message, errors);
      const before = await versionOn(tx, context.today);
      if (!before) throw problem('NOT_FOUND', t.none);
      const by = context.actor.kind === 'member' ? context.actor.id : null;
      const made = await publish(tx, before.scorecardId, input.definition, input.note, { now: context.clock(), day: context.today, by });
      audit({
        noun: 'scorecard',
        id: made.scorecardId,
        label: `${made.name} v${made.version}`,
        changes: {
          version: [before.version, made.version],
          note: [null, input.note],
          ...cardChanges(before.definition, made.definition, context.organisation.language),
        },
      });
      // Today is made again by the new version; every account is touched.
      await context.jobs.publish(tx, scorecardPublished);
      await markChanged(tx, context.jobs, sql`select account_id from accounts`, context.clock());
      return made;
    }),
  ),
};
