/** Who may do what, read as a matrix: the one place where roles and rights meet. */
export const roles = ['admin', 'ops', 'manager', 'csm', 'support', 'sales', 'product', 'viewer'] as const;
export type Role = (typeof roles)[number];

const everyone: readonly Role[] = roles;
const operators: readonly Role[] = ['admin', 'ops'];
const leaders: readonly Role[] = ['admin', 'ops', 'manager'];
const customerFacing: readonly Role[] = ['admin', 'ops', 'manager', 'csm', 'support', 'sales'];

const matrix = {
  'session.own': everyone,
  'organisation.read': everyone,
  'organisation.write': ['admin'],
  'members.read': everyone,
  'members.write': ['admin'],
  'teams.write': leaders,
  'keys.read': operators,
  'keys.write': ['admin'],
  'audit.read': leaders,
  'accounts.read': everyone,
  'accounts.write': customerFacing,
  'accounts.delete': leaders,
  'accounts.export': ['admin', 'ops', 'manager', 'csm', 'sales'],
  'contacts.read': everyone,
  'contacts.write': customerFacing,
  'contracts.read': everyone,
  'contracts.write': ['admin', 'ops', 'manager', 'csm', 'sales'],
  'activities.read': everyone,
  'activities.write': customerFacing,
  'assignments.read': everyone,
  'assignments.write': leaders,
  'products.read': everyone,
  'products.write': operators,
  'attributes.read': everyone,
  'attributes.write': operators,
  'search.read': everyone,
  'imports.read': leaders,
  'imports.write': operators,
  'sources.read': leaders,
  'sources.write': operators,
  'events.read': everyone,
  'events.write': operators,
  'metrics.read': everyone,
  'metrics.write': operators,
  'health.read': everyone,
  'health.write': operators,
  'segments.read': everyone,
  'segments.write': leaders,
  'views.own': everyone,
  'notifications.own': everyone,
  'rules.read': everyone,
  'rules.write': leaders,
  'ctas.read': everyone,
  'ctas.write': customerFacing,
  'goals.read': everyone,
  'goals.write': customerFacing,
  'playbooks.read': everyone,
  'playbooks.write': leaders,
  'reasons.write': operators,
  'slots.write': leaders,
  'today.own': everyone,
  'team.read': leaders,
  'channels.read': operators,
  'channels.write': operators,
  'sample.write': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

/** 'public' needs no sign-in; 'ingest' is for write keys only. */
export type Permission = keyof typeof matrix | 'public' | 'ingest';
export type Scope = 'ingest' | 'read' | 'write';

export const permissions = Object.keys(matrix) as (keyof typeof matrix)[];

export type Actor =
  | { kind: 'anonymous' }
  | { kind: 'member'; id: string; name: string; email: string; role: Role; language: 'ja' | 'en' | null }
  | { kind: 'key'; id: string; name: string; scope: Scope; source: string | null; history: boolean }
  | { kind: 'system'; name: string; cli?: true };

// What belongs to a person or decides who gets in is not for keys, whatever their scope.
const personal: readonly Permission[] = [
  'session.own',
  'views.own',
  'notifications.own',
  'today.own',
  'members.write',
  'keys.write',
  'keys.read',
  'organisation.write',
  'sample.write',
];

/** Whether `actor` may do `permission`. A read key reads, a write key does what ops may, an ingest key only sends events. */
export function may(actor: Actor, permission: Permission): boolean {
  if (permission === 'public' || actor.kind === 'system') return true;
  if (actor.kind === 'anonymous') return false;
  if (actor.kind === 'key') return keyMay(actor.scope, permission);
  return permission !== 'ingest' && (matrix[permission] as readonly Role[]).includes(actor.role);
}

function keyMay(scope: Scope, permission: Permission): boolean {
  if (permission === 'ingest') return scope === 'ingest';
  if (scope === 'ingest' || permission === 'public' || personal.includes(permission)) return false;
  const allowed = (matrix[permission] as readonly Role[]).includes('ops');
  return allowed && (scope === 'write' || permission.endsWith('.read') || permission === 'accounts.export');
}

/** The permissions of a role, for the screen to hide what cannot be done. */
export function permissionsOf(actor: Actor): Permission[] {
  return permissions.filter((p) => may(actor, p));
}
