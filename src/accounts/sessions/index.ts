/**
 * Sessions: signing in and out, two-factor, who is here. better-auth does the work behind our own endpoints.
 * Tables: auth_sessions and its neighbours (platform/auth).
 */
export { signIn } from './sign-in.ts';
export { answer } from './forward.ts';
export { endSessions, findSignedIn } from './store.ts';
