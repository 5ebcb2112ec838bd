export const PROACTIVE_DAYS = 28;
export const PROACTIVE_AIM = 0.8;
export const PROACTIVE_WARNED = 0.5;
/** A share of fewer touches than this says nothing about a person. */
export const PROACTIVE_ENOUGH = 5;

export type Touches = { touches: number; started: number; automatic: number };

/** Proactive ratio (DESIGN.md): touches by a person that we started ÷ all touches by a person. */
export function proactiveOf({ touches, started, automatic }: Touches) {
  const ratio = touches >= PROACTIVE_ENOUGH ? started / touches : null;
  const state = ratio === null ? 'too_few' : ratio >= PROACTIVE_AIM ? 'good' : ratio < PROACTIVE_WARNED ? 'warned' : 'below';
  return { days: PROACTIVE_DAYS, touches, started, automatic, ratio, state } as const;
}
