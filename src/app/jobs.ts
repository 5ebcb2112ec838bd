import { makeSample } from './sample/jobs.ts';
import { accountsChanged } from '#accounts/accounts/index.ts';
import { mailReset, sweepSignIn } from '#accounts/members/index.ts';
import { turnZone } from '#accounts/organisation/index.ts';
import { ctasClosed, ctasCreated, ruleWebhooks, proposeRetirementJob, takeFiringsJob } from '#actions/ctas/index.ts';
import { rulesFired } from '#rules/rules/index.ts';
import { askPlaybooks, endWithCta, morningPlaybooks, startForCta } from '#actions/playbooks/index.ts';
import { channelJobs } from '#actions/channels/index.ts';
import { mailsJob } from '#actions/mails/index.ts';
import { refreshCalendars } from '#actions/calendars/index.ts';
import { tellMorning, tellNewCtas, tellNews } from '#actions/notifications/index.ts';
import { scorecardPublished } from '#health/scorecards/index.ts';
import { nightlyJob, refreshChangedJob, restateScoresJob, scoresChanged } from '#health/scores/index.ts';
import { rollUpUsageJob } from '#metrics/usage/index.ts';
import { attachGroupsJob, attachPendingJob, eventsArrived, keepEventsJob } from '#signals/events/index.ts';
import { replayJob, resumeReplaysJob } from '#review/replay/index.ts';
import { factsRefreshed, indexFacts, refreshAllFacts, refreshDirtyFacts } from '#rules/facts/index.ts';
import { refreshSegments } from '#rules/segments/index.ts';
import { evaluateRulesJob, fireChangedJob, fireHourlyJob } from '#rules/rules/index.ts';
import { feedJobs, importJobs } from '#accounts/imports/index.ts';
import { importTargets } from './import-targets.ts';
import type { Job, Subscriptions } from '#platform/jobs/jobs.ts';

const channels = channelJobs();

/** Every job there is. One line a job, left to right along the pipeline. */
export const jobs: Job<never>[] = [
  sweepSignIn,
  mailReset,
  turnZone,
  ...importJobs(importTargets),
  ...feedJobs,
  attachGroupsJob,
  attachPendingJob,
  keepEventsJob,
  rollUpUsageJob,
  refreshChangedJob,
  nightlyJob,
  restateScoresJob,
  refreshDirtyFacts,
  refreshAllFacts,
  indexFacts,
  refreshSegments,
  evaluateRulesJob,
  fireChangedJob as Job<never>,
  fireHourlyJob,
  takeFiringsJob,
  proposeRetirementJob,
  startForCta as Job<never>,
  endWithCta as Job<never>,
  askPlaybooks as Job<never>,
  morningPlaybooks,
  tellNews,
  tellMorning,
  tellNewCtas,
  mailsJob,
  channels.tellChannels,
  channels.deliverMessage as Job<never>,
  channels.callForRule as Job<never>,
  refreshCalendars,
  replayJob as Job<never>,
  resumeReplaysJob,
  makeSample as Job<never>,
];

/** Who listens to what: read from top to bottom, this is the flow of the data. */
export const subscriptions: Subscriptions = [
  [accountsChanged, attachGroupsJob],
  [eventsArrived, rollUpUsageJob],
  [accountsChanged, refreshChangedJob],
  [scorecardPublished, restateScoresJob],
  [scoresChanged, refreshDirtyFacts],
  [factsRefreshed, refreshSegments],
  [factsRefreshed, fireChangedJob as Job<never>],
  [factsRefreshed, askPlaybooks as Job<never>],
  [rulesFired, takeFiringsJob],
  [ruleWebhooks, channels.callForRule as Job<never>],
  [ctasCreated, startForCta as Job<never>],
  [ctasCreated, tellNewCtas, { after: 3 }],
  [ctasClosed, endWithCta as Job<never>],
];
