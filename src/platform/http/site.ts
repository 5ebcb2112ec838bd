import type { Auth } from '../auth/auth.ts';
import type { Vault } from '../auth/vault.ts';
import type { LiveHub } from '../live/live.ts';
import type { SendMail } from '../mail/mail.ts';

/** What this installation is set up with. */
export type Site = {
  /** The address people type, without a slash at the end; links in mails begin with it. */
  url: string;
  auth: Auth;
  /** Null when no mail server is configured. */
  sendMail: SendMail | null;
  /** The label of the single sign-on button; null when none is configured. */
  oidcName: string | null;
  /** Encrypts what must be readable again, and signs links. */
  vault: Vault;
  /** The open pages of this process. */
  live: LiveHub;
};
