import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** Keeps secrets that must be readable again (AES-256-GCM), and signs what leaves the house; both with keys made from the installation's secret. */
export type Vault = {
  /** `about` says what it belongs to: what was sealed for one place does not open in another. */
  seal(text: string, about: string): string;
  /** Throws when it was sealed with another secret, for another place, or changed. */
  open(sealed: string, about: string): string;
  sign(text: string, purpose: string): string;
  isSigned(text: string, purpose: string, signature: string): boolean;
};

const version = 'v1';

export function createVault(secret: string): Vault {
  const keyFor = (info: string) => Buffer.from(hkdfSync('sha256', secret, 'banso', info, 32));
  const sealing = keyFor('seal');
  const sign = (text: string, purpose: string) =>
    createHmac('sha256', keyFor(`sign:${purpose}`))
      .update(text)
      .digest('base64url');
  return {
    seal(text, about) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(about));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [version, iv.toString('base64url'), sealed.toString('base64url'), cipher.getAuthTag().toString('base64url')].join('.');
    },
    open(sealed, about) {
      const [v, iv = '', body = '', tag = ''] = sealed.split('.');
      if (v !== version) throw new Error('not sealed by this version');
      const decipher = createDecipheriv('aes-256-gcm', sealing, Buffer.from(iv, 'base64url'), { authTagLength: 16 })
        .setAAD(Buffer.from(about))
        .setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8');
    },
    sign,
    isSigned(text, purpose, signature) {
      const [given, expected] = [Buffer.from(signature), Buffer.from(sign(text, purpose))];
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
