/**
 * API keys and write keys: what scripts and tracking clients sign in with. Only a hash is stored; the secret is shown once.
 * Table: api_keys (local).
 */
export { findKey, secretOf, type Key } from './find-key.ts';
export { addKey } from './routes.ts';
