/** Made-up histories of customers for property tests: facts with the day they are about and the moment they became known. */
export { base, knownBefore, life, type Life } from './lives.ts';
export { writeWorld } from './write-lives.ts';
