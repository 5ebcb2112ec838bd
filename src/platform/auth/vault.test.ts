import { describe, expect, it } from 'vitest';
import { createVault } from './vault.ts';

describe('the vault', () => {
  const vault = createVault('a secret of thirty-two characters or more');

  it('opens what it sealed, for the same place only, and never seals twice alike', () => {
    const sealed = vault.seal('whsec_秘密', 'channel:1');
    expect(sealed).not.toContain('whsec');
    expect(vault.open(sealed, 'channel:1')).toBe('whsec_秘密');
    expect(vault.seal('whsec_秘密', 'channel:1')).not.toBe(sealed);
    expect(() => vault.open(sealed, 'channel:2')).toThrow();
    expect(() => createVault('another secret of thirty-two characters').open(sealed, 'channel:1')).toThrow();
    const parts = sealed.split('.');
    expect(() => vault.open([parts[0], parts[1], `A${parts[2]!.slice(1)}B`, parts[3]].join('.'), 'channel:1')).toThrow();
    expect(() => vault.open([parts[0], parts[1], parts[2], parts[3]!.slice(0, 6)].join('.'), 'channel:1')).toThrow();
  });

  it('knows its signature, for one purpose only', () => {
    const signature = vault.sign('member.ctas', 'unsubscribe');
    expect(vault.isSigned('member.ctas', 'unsubscribe', signature)).toBe(true);
    expect(vault.isSigned('member.mentions', 'unsubscribe', signature)).toBe(false);
    expect(vault.isSigned('member.ctas', 'other', signature)).toBe(false);
    expect(vault.isSigned('member.ctas', 'unsubscribe', '')).toBe(false);
  });
});
