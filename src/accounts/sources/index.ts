/**
 * Sources: where data comes from, what of it may be kept, and whether it still arrives.
 * Takes counters from what delivers data; gives the privacy rules of a source. Tables: sources (reference), source_days (local).
 */
export { keptProperties, keptText, keptUserKey, type Privacy } from './privacy.ts';
export { sourceCounters, type Delivery, type SourceCounters } from './counters.ts';
