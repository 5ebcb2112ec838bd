import { tableKinds } from '#platform/db/kinds.ts';

// Queued and looked through by one process at a time, never joined with accounts for a screen: they stay where the jobs are.
tableKinds({ imports: 'local', import_chunks: 'local', import_rejects: 'local', import_changes: 'local', import_mappings: 'local', import_feeds: 'local' });
