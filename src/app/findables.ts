import { findableMembers } from '#accounts/members/index.ts';
import { findablePartners } from '#accounts/partners/index.ts';
import { findableProducts } from '#accounts/products/index.ts';
import type { Findable } from '#accounts/search/index.ts';
import { findableTeams } from '#accounts/teams/index.ts';
import { findablePlaybooks } from '#actions/playbooks/index.ts';
import { findableScorecards } from '#health/scorecards/index.ts';
import { findableMetrics } from '#metrics/definitions/index.ts';
import { findableViews } from '#rules/lists/index.ts';
import { findableRules } from '#rules/rules/index.ts';
import { findableSegments } from '#rules/segments/index.ts';

/** What the search knows by name besides customers and what they have, one line a noun. */
export const findables: Findable[] = [
  findableSegments,
  findableViews,
  findableRules,
  findablePlaybooks,
  findableMetrics,
  findableScorecards,
  findableProducts,
  findablePartners,
  findableMembers,
  findableTeams,
];
