import type { OwnerRule } from '#rules/rules/index.ts';
import type { PastFiring } from './firings.sql.ts';

export type Turn = { active: ReadonlySet<string>; teams: Map<string, string[]> };
export type Owner = { ownerId: string | null; ofToday: boolean };

/**
 * Who would have got a CTA: the same rules as when it is really made (a role, else the CSM; a member while active; a team in
 * turn), with the owners of that day. Where none is known of that day, those of today. Turns move on with each call.
 */
export function ownerThen(firing: PastFiring, rule: OwnerRule, turn: Turn): Owner {
  const known = Object.values(firing.then).some(Boolean);
  const owners = known ? firing.then : firing.now;
  const csm = { ownerId: owners.csm, ofToday: !known && owners.csm !== null };
  if (rule.kind === 'role') return owners[rule.role] ? { ownerId: owners[rule.role], ofToday: !known } : csm;
  if (rule.kind === 'member') return turn.active.has(rule.memberId) ? { ownerId: rule.memberId, ofToday: false } : csm;
  const members = turn.teams.get(rule.teamId) ?? [];
  const next = members.shift();
  if (!next) return csm;
  members.push(next);
  return { ownerId: next, ofToday: false };
}
