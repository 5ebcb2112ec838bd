/**
 * Imports (取り込み): files become accounts, contacts, contracts, events. One engine, one target a noun; targets of later
 * stages are handed in by `src/app/import-targets.ts`. Tables: imports, import_chunks, import_rejects, import_changes,
 * import_mappings, import_feeds (local).
 */
export { accountsTarget } from './accounts-target.ts';
export { contactsTarget } from './contacts-target.ts';
export { contractFields, eventFields } from './fact-fields.ts';
export type { Field } from './fields.ts';
export { feedJobs } from './feed-run.ts';
export { sealFeeds } from './feed-store.ts';
export { importJobs } from './jobs.ts';
export { accountLookup } from './lookup.ts';
export { mappingSchema, nouns, type Mapping, type Noun } from './mapping.ts';
export { listRejects } from './rejects.ts';
export { restoreColumns } from './restore.ts';
export { errorOf, failImport, runImport, type Outcome, type Runner } from './run.ts';
export { indexImport } from './search-later.ts';
export { insertImport, storeFile, type ImportError } from './store.ts';
export {
  columnList,
  differs,
  filledColumns,
  imageOf,
  markedAsGone,
  staged,
  valueList,
  type Assignment as FilledColumn,
  type ImportTarget,
  type Run,
  type UndoRun,
} from './target.ts';
export { feedProblemText, importErrorText, rejectText } from './texts.ts';
export { undoImport } from './undo.ts';
