export type Need = 'over_slots' | 'overflow' | 'overdue' | 'escalated' | 'reactive' | 'risks';
export type Strain = {
  perWeek: number;
  thisWeek: number;
  overflow: number;
  overdue: number;
  escalated: number;
  accounts: number;
  risks: number;
  state: string;
};

/** Why somebody is owed help, the weightiest first. A few overdue things are everyday life; a fifth of a book at risk is not. */
export function needsOf(s: Strain): Need[] {
  const all: [Need, boolean][] = [
    ['escalated', s.escalated > 0],
    ['overdue', s.overdue >= 5],
    ['over_slots', s.thisWeek > s.perWeek],
    ['overflow', s.overflow > 0],
    ['risks', s.risks >= 3 && s.risks >= s.accounts / 5],
    ['reactive', s.state === 'warned'],
  ];
  return all.filter(([, applies]) => applies).map(([need]) => need);
}
