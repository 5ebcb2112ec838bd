import type { Partition, Sequence } from './catalogue.ts';

/** The first record of a backup: what has to fit before rows can be loaded. */
export interface Header {
  madeAt: string;
  migrations: string[];
  partitions: Partition[];
  sequences: Sequence[];
  indexes: { name: string; definition: string }[];
  /** Version of the job tables; missing when the database never ran jobs. */
  jobsVersion?: number;
  /** The generated secret: without it nobody could use their two-factor codes after a restore. */
  secret?: string;
}

export interface TableStart {
  schema: string;
  name: string;
  columns: string[];
}

export interface Totals {
  tables: number;
  rows: number;
}
