/** One measured line of bench/RESULTS.md. `limit` null: measured for the record. `atLeast`: more is better. */
export type Result = { name: string; value: number; limit: number | null; unit: string; detail: string; atLeast?: boolean };

export const passed = (r: Result): boolean => r.limit === null || (r.atLeast ? r.value >= r.limit : r.value <= r.limit);
