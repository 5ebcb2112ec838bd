import type { Day } from '#platform/clock/days.ts';
import type { Language } from '#platform/i18n/texts.ts';
import { morning, type Person } from './account-rows.ts';
import type { Act } from './work-story.ts';

export const nights = 21;
/** Days of values that the rules look at: what fell in 28 days, held for three, over the nights of the story. */
export const workValueDays = nights + 28 + 4;

/** `asOf` is the day on which the story ends, `presser` who asked for the sample, if anybody did. */
export type WorkPlan = { seed: number; asOf: Day; today: Day; now: Date; timeZone: string; language: Language; presser: Person | null };
export type StoryCta = {
  accountId: string;
  ctaId: string;
  type: string;
  rank: number;
  template: string;
  firedOn: Day;
  ownerId: string;
  ownerName: string;
  externalId: string;
};
export type Began = { cta: StoryCta; acts: Act[] };

/** A time of day in Japan. */
export const at = (day: Day, hour: number, minutes = 0): Date => new Date(morning(day).getTime() + ((hour - 9) * 60 + minutes) * 60_000);
export const until = (now: Date, moment: Date): Date => (moment < now ? moment : now);
