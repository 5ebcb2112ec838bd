import { ctaMoments } from '#actions/ctas/index.ts';
import { goalMoments } from '#actions/goals/index.ts';
import { playbookMoments } from '#actions/playbooks/index.ts';
import type { TimelineSource } from '#signals/timeline/index.ts';

/** What stages right of the signals add to a customer's timeline. */
export const timelineSources: TimelineSource[] = [
  { kind: 'cta', moments: ctaMoments },
  { kind: 'goal', moments: goalMoments },
  { kind: 'playbook', moments: playbookMoments },
];
