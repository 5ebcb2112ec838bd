import type { RawRoute } from '#platform/http/raw.ts';
import { contract as briefs } from '#actions/briefs/contract.ts';
import { routes as briefRoutes } from '#actions/briefs/routes.ts';
import { contract as calendars } from '#actions/calendars/contract.ts';
import { calendarFile, routes as calendarRoutes } from '#actions/calendars/routes.ts';
import { contract as goals } from '#actions/goals/contract.ts';
import { routes as goalRoutes } from '#actions/goals/routes.ts';
import { contract as team } from '#actions/team/contract.ts';
import { routes as teamBoardRoutes } from '#actions/team/routes.ts';
import { contract as today } from '#actions/today/contract.ts';
import { routes as todayRoutes } from '#actions/today/routes.ts';
import { contract as attention } from '#actions/attention/contract.ts';
import { routes as attentionRoutes } from '#actions/attention/routes.ts';
import { contract as ctas, reasonsContract as ctaReasons, slotsContract as slots } from '#actions/ctas/contract.ts';
import { fileTransfers as ctaFiles, reasonRoutes as ctaReasonRoutes, routes as ctaRoutes, slotRoutes } from '#actions/ctas/routes.ts';
import { cadencesContract as cadences, contract as playbooks, runsContract as playbookRuns } from '#actions/playbooks/contract.ts';
import { cadenceRoutes, routes as playbookRoutes, runRoutes as playbookRunRoutes } from '#actions/playbooks/routes.ts';
import { contract as notifications, settingsContract as notificationSettings } from '#actions/notifications/contract.ts';
import { liveRoute, routes as notificationRoutes, settingsRoutes as notificationSettingsRoutes } from '#actions/notifications/routes.ts';
import { contract as channels } from '#actions/channels/contract.ts';
import { channelRoutes } from '#actions/channels/routes.ts';
import { contract as mails } from '#actions/mails/contract.ts';
import { routes as mailRoutes, unsubscribeRoutes } from '#actions/mails/routes.ts';
import { contract as auditLog } from '#accounts/audit-log/contract.ts';
import { routes as auditLogRoutes } from '#accounts/audit-log/routes.ts';
import { contract as keys } from '#accounts/keys/contract.ts';
import { routes as keyRoutes } from '#accounts/keys/routes.ts';
import { contract as members } from '#accounts/members/contract.ts';
import { acceptRoutes, routes as memberRoutes } from '#accounts/members/routes.ts';
import { contract as organisation } from '#accounts/organisation/contract.ts';
import { routes as organisationRoutes, setupRoutes } from '#accounts/organisation/routes.ts';
import { contract as sessions } from '#accounts/sessions/contract.ts';
import { routes as ownRoutes, sessionRoutes } from '#accounts/sessions/routes.ts';
import { contract as teams } from '#accounts/teams/contract.ts';
import { routes as teamRoutes } from '#accounts/teams/routes.ts';
import { contract as imports } from '#accounts/imports/contract.ts';
import { importRoutes, transferRoutes } from '#accounts/imports/routes.ts';
import { importTargets } from './import-targets.ts';
import { contract as usage } from '#metrics/usage/contract.ts';
import { routes as usageRoutes } from '#metrics/usage/routes.ts';
import { contract as events } from '#signals/events/contract.ts';
import { routes as eventRoutes } from '#signals/events/routes.ts';
import { contract as sources } from '#accounts/sources/contract.ts';
import { routes as sourceRoutes } from '#accounts/sources/routes.ts';
import { contract as products } from '#accounts/products/contract.ts';
import { routes as productRoutes } from '#accounts/products/routes.ts';
import { contract as accounts } from '#accounts/accounts/contract.ts';
import { routes as accountsRoutes } from '#accounts/accounts/routes.ts';
import { contract as attributes } from '#accounts/attributes/contract.ts';
import { routes as attributesRoutes } from '#accounts/attributes/routes.ts';
import { contract as partners } from '#accounts/partners/contract.ts';
import { routes as partnersRoutes } from '#accounts/partners/routes.ts';
import { contract as contacts } from '#accounts/contacts/contract.ts';
import { routes as contactsRoutes } from '#accounts/contacts/routes.ts';
import { contract as accountProducts } from '#accounts/account-products/contract.ts';
import { routes as accountProductsRoutes } from '#accounts/account-products/routes.ts';
import { contract as assignments } from '#accounts/assignments/contract.ts';
import { routes as assignmentsRoutes } from '#accounts/assignments/routes.ts';
import { contract as accountContracts } from '#signals/contracts/contract.ts';
import { routes as accountContractRoutes } from '#signals/contracts/routes.ts';
import { contract as conditions } from '#rules/conditions/contract.ts';
import { routes as conditionRoutes } from '#rules/conditions/routes.ts';
import { contract as lists } from '#rules/lists/contract.ts';
import { exportRoute, routes as listRoutes } from '#rules/lists/routes.ts';
import { contract as rules } from '#rules/rules/contract.ts';
import { routes as ruleRoutes } from '#rules/rules/routes.ts';
import { contract as segments } from '#rules/segments/contract.ts';
import { routes as segmentRoutes } from '#rules/segments/routes.ts';
import { contract as activities } from '#signals/activities/contract.ts';
import { routes as activitiesRoutes } from '#signals/activities/routes.ts';
import { contract as metrics } from '#metrics/definitions/contract.ts';
import { routes as metricRoutes } from '#metrics/definitions/routes.ts';
import { contract as metricValues } from '#metrics/values/contract.ts';
import { routes as metricValueRoutes } from '#metrics/values/routes.ts';
import { contract as scorecards } from '#health/scorecards/contract.ts';
import { routes as scorecardRoutes } from '#health/scorecards/routes.ts';
import { contract as health } from '#health/scores/contract.ts';
import { routes as healthRoutes } from '#health/scores/routes.ts';
import { contract as replay } from '#review/replay/contract.ts';
import { routes as replayRoutes } from '#review/replay/routes.ts';
import { contract as sample } from './sample/contract.ts';
import { routes as sampleRoutes } from './sample/routes.ts';
import { contract as timeline } from '#signals/timeline/contract.ts';
import { timelineRoutes } from '#signals/timeline/routes.ts';
import { timelineSources } from './timeline-sources.ts';
import { contract as search } from '#accounts/search/contract.ts';
import { searchRoutes } from '#accounts/search/routes.ts';
import { findables } from './findables.ts';

/** Every contract there is: the API document and the permission test are made from this. One line a slice. */
export const contracts = {
  sessions,
  organisation,
  members,
  teams,
  keys,
  auditLog,
  products,
  imports,
  sources,
  events,
  usage,
  ctas,
  ctaReasons,
  playbooks,
  slots,
  playbookRuns,
  cadences,
  notifications,
  today,
  team,
  calendars,
  briefs,
  goals,
  notificationSettings,
  attention,
  accounts,
  attributes,
  partners,
  contacts,
  accountProducts,
  assignments,
  accountContracts,
  conditions,
  lists,
  segments,
  rules,
  replay,
  activities,
  metrics,
  metricValues,
  scorecards,
  health,
  sample,
  mails,
  channels,
  timeline,
  search,
};

/** Who answers each contract. */
export const routers = {
  sessions: ownRoutes,
  organisation: organisationRoutes,
  members: memberRoutes,
  teams: teamRoutes,
  keys: keyRoutes,
  auditLog: auditLogRoutes,
  products: productRoutes,
  imports: importRoutes(importTargets),
  sources: sourceRoutes,
  events: eventRoutes,
  usage: usageRoutes,
  ctas: ctaRoutes,
  ctaReasons: ctaReasonRoutes,
  playbooks: playbookRoutes,
  slots: slotRoutes,
  playbookRuns: playbookRunRoutes,
  cadences: cadenceRoutes,
  notifications: notificationRoutes,
  today: todayRoutes,
  team: teamBoardRoutes,
  calendars: calendarRoutes,
  briefs: briefRoutes,
  goals: goalRoutes,
  notificationSettings: notificationSettingsRoutes,
  attention: attentionRoutes,
  accounts: accountsRoutes,
  attributes: attributesRoutes,
  partners: partnersRoutes,
  contacts: contactsRoutes,
  accountProducts: accountProductsRoutes,
  assignments: assignmentsRoutes,
  accountContracts: accountContractRoutes,
  conditions: conditionRoutes,
  lists: listRoutes,
  segments: segmentRoutes,
  rules: ruleRoutes,
  replay: replayRoutes,
  activities: activitiesRoutes,
  metrics: metricRoutes,
  metricValues: metricValueRoutes,
  scorecards: scorecardRoutes,
  health: healthRoutes,
  sample: sampleRoutes,
  mails: mailRoutes,
  channels: channelRoutes(),
  timeline: timelineRoutes(timelineSources),
  search: searchRoutes(findables),
};

/** Endpoints that stream. */
export const rawRoutes: RawRoute[] = [
  ...sessionRoutes,
  ...setupRoutes,
  ...acceptRoutes,
  exportRoute,
  ...transferRoutes,
  ...ctaFiles,
  calendarFile,
  liveRoute,
  ...unsubscribeRoutes,
];
