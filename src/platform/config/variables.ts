import { z } from 'zod';

/** One environment variable: what it may be, and how a wrong value is explained after its name. */
export interface Variable {
  schema: z.ZodType<unknown, string>;
  en: string;
  ja: string;
  /** Not repeated in messages. */
  secret?: boolean;
}

const text = z.string();
const port = z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(1).max(65_535));
const webAddress = z.string().refine((value) => ['http:', 'https:'].includes(protocolOf(value)));
const postgresAddress = z.string().refine((value) => ['postgres:', 'postgresql:'].includes(protocolOf(value)));
const mailAddress = z.string().refine((value) => ['smtp:', 'smtps:'].includes(protocolOf(value)) && new URL(value).hostname !== '' && isEscaped(value));
// The screens and cookies live at the root of an address, so a path would only lead astray.
const ownAddress = webAddress.refine((value) => /^https?:\/\/[^/?#]+\/*$/i.test(value));

const web = {
  schema: webAddress,
  en: 'must be an address such as https://banso.example.co.jp',
  ja: 'は https://banso.example.co.jp のような URL で指定してください',
};
const anyText = { schema: text, en: 'must be text', ja: 'は文字列で指定してください' };

export const variables = {
  PORT: { schema: port, en: 'must be a port number from 1 to 65535', ja: 'は 1〜65535 のポート番号で指定してください' },
  HOST: {
    schema: text.regex(/^[\w.:-]+$/),
    en: 'must be an address to listen on, such as 127.0.0.1',
    ja: 'は 127.0.0.1 のような待ち受けアドレスで指定してください',
  },
  DATABASE_URL: {
    schema: postgresAddress,
    en: 'must be a Postgres address such as postgres://user:password@host:5432/banso',
    ja: 'は postgres://user:password@host:5432/banso のような Postgres の接続先で指定してください',
    secret: true,
  },
  BANSO_DATA_DIR: { schema: text, en: 'must be a folder', ja: 'はフォルダーで指定してください' },
  BANSO_URL: {
    schema: ownAddress,
    en: 'must be an address without a path, such as https://banso.example.co.jp',
    ja: 'は https://banso.example.co.jp のような、パスを含まない URL で指定してください',
  },
  BANSO_SECRET: { schema: text.min(32), en: 'must have at least 32 characters', ja: 'は 32 文字以上で指定してください', secret: true },
  LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    en: 'must be one of fatal, error, warn, info, debug, trace, silent',
    ja: 'は fatal, error, warn, info, debug, trace, silent のいずれかで指定してください',
  },
  SMTP_URL: {
    schema: mailAddress,
    en: 'must be an address such as smtp://user:password@mail.example.co.jp:587 (a % in the password as %25)',
    ja: 'は smtp://user:password@mail.example.co.jp:587 のように指定してください（パスワード中の % は %25）',
    secret: true,
  },
  SMTP_HOST: { schema: text.regex(/^[\w.:-]+$/), en: 'must be a host name', ja: 'はホスト名で指定してください' },
  SMTP_PORT: { schema: port, en: 'must be a port number from 1 to 65535', ja: 'は 1〜65535 のポート番号で指定してください' },
  SMTP_USER: anyText,
  SMTP_PASSWORD: { ...anyText, secret: true },
  MAIL_FROM: {
    schema: text.regex(/^[^\r\n]*[^\s<>@]+@[^\s<>@]+>?$/),
    en: 'must be a mail address, with a name or without, such as "Banso <cs@example.co.jp>"',
    ja: 'は "Banso <cs@example.co.jp>" のようなメールアドレスで指定してください',
  },
  OIDC_NAME: anyText,
  OIDC_ISSUER: web,
  OIDC_CLIENT_ID: anyText,
  OIDC_CLIENT_SECRET: { ...anyText, secret: true },
  OIDC_AUTHORIZATION_URL: web,
  OIDC_TOKEN_URL: web,
  OIDC_USERINFO_URL: web,
  OIDC_DOMAINS: {
    schema: text.regex(/^[\w.-]+(\s*,\s*[\w.-]+)*$/).transform((list) => list.toLowerCase().split(/\s*,\s*/)),
    en: 'must be mail domains separated by commas, such as example.co.jp',
    ja: 'は example.co.jp のようなメールのドメインを、カンマ区切りで指定してください',
  },
} satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;

function protocolOf(value: string): string {
  return URL.canParse(value) ? new URL(value).protocol : '';
}

/** A % in a password that is not written as %25 cannot be read back. */
function isEscaped(value: string): boolean {
  try {
    decodeURIComponent(value);
    return true;
  } catch {
    return false;
  }
}
