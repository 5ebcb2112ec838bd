/** Contacts (先方担当者). Tables: contacts, contact_versions (account), contact_keys (reference). Whoever writes contacts calls `contactsWritten` after it. */
export { type Contact } from './store.ts';
export { contactsWritten, deleteContacts, indexContacts } from './written.ts';
