import { z } from 'zod';

/** What members are told about. Digest-only ones are found when the digest is written, not told when they happen. */
export const kinds = [
  'ctas',
  'escalations',
  'mentions',
  'rules',
  'assignments',
  'attention',
  'snoozes',
  'overflow',
  'renewals',
  'imports',
  'sources',
  'system',
] as const;
export type Kind = (typeof kinds)[number];

export const digestOnly = ['snoozes', 'overflow', 'renewals'] as const satisfies readonly Kind[];
/** What is told when it happens. */
export type ToldKind = Exclude<Kind, (typeof digestOnly)[number]>;

/** `mail`: each within a minute, or once a day, or not at all. */
export const way = z.object({ inApp: z.boolean(), mail: z.enum(['off', 'now', 'daily']) });
export type Way = z.infer<typeof way>;

/** Calm: at once only what a person said to a person. */
export const defaults: Record<Kind, Way> = {
  ctas: { inApp: true, mail: 'daily' },
  escalations: { inApp: true, mail: 'now' },
  mentions: { inApp: true, mail: 'now' },
  rules: { inApp: true, mail: 'daily' },
  assignments: { inApp: true, mail: 'daily' },
  attention: { inApp: true, mail: 'daily' },
  snoozes: { inApp: false, mail: 'daily' },
  overflow: { inApp: false, mail: 'daily' },
  renewals: { inApp: false, mail: 'daily' },
  imports: { inApp: true, mail: 'off' },
  sources: { inApp: true, mail: 'daily' },
  system: { inApp: true, mail: 'off' },
};

export const isDigestOnly = (kind: Kind): boolean => (digestOnly as readonly Kind[]).includes(kind);
