/**
 * Segments (セグメント): conditions with a name, used by name in lists, other segments and later rules. Those that look at past
 * days keep their members; all do after each night. Tables: segments (reference), segment_members (account).
 */
export { findableSegments } from './findable.sql.ts';
export { refreshSegments } from './jobs.ts';
