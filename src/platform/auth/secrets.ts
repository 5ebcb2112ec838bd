import { createHash, randomBytes } from 'node:crypto';

/** A secret nobody can guess: 256 bits. Shown once; only its hash is stored. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** How a secret of 256 bits is stored; it needs no salt and no slow hash. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
