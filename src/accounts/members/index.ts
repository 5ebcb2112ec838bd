/**
 * Members: the staff who sign in, their roles, invitations and one-time links. A member's id is also the id in auth_users.
 * Tables: members (reference), member_links (local).
 */
export { findableMembers } from './findable.sql.ts';
export { inviteMember, renewLink } from './invite.ts';
export { mailReset, sweepSignIn } from './jobs.ts';
export { setPassword } from './password.ts';
export { insertMember, type Member } from './store.ts';
