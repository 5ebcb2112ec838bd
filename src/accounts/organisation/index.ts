/** The organisation: its name, time zone, fiscal year, currency, language; made at the first visit. Table: organisation (reference). */
export { turnZone } from './jobs.ts';
export { makeOrganisation } from './make.ts';
