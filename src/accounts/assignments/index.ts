/** Assignments (担当): who of us looks after a customer, by role and with dates. Tables: assignments, assignment_versions (account). */
export { assignmentsWritten, deleteAssignments } from './written.ts';
export { handOver, type Handover } from './assign.sql.ts';
export { activeMember } from './store.ts';
