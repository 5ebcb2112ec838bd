import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { Failure } from './failure.ts';
import { projectRoot } from './project.ts';
import { type Variable, type VariableName, variables } from './variables.ts';

export interface Smtp {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS when the server offers it. */
  secure: boolean;
  auth?: { user: string; pass: string };
}

export interface Oidc {
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  authorizationUrl: string;
  tokenUrl: string;
  userInfoUrl: string;
  /** Mail domains whose people become viewers at their first sign-in; with none, only members who exist may come in. */
  domains: string[];
}

export interface Config {
  port: number;
  /** The address to listen on; all of them when missing. */
  host?: string;
  /** The address people type, without a slash at the end. */
  url: string;
  dataDir: string;
  /** Missing: the embedded Postgres in `dataDir`. */
  databaseUrl?: string;
  /** Missing: generated once and kept in `dataDir`, see secret.ts. */
  secret?: string;
  logLevel?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  smtp?: Smtp;
  mailFrom: string;
  oidc?: Oidc;
}

/** Reads the configuration; throws a Failure that names the first wrong variable. An empty value counts as missing. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const read = <Name extends VariableName>(name: Name) => readVariable(name, env);
  const port = read('PORT') ?? 3000;
  const url = (read('BANSO_URL') ?? `http://localhost:${port}`).replace(/\/+$/, '');
  return {
    port,
    host: read('HOST'),
    url,
    dataDir: resolve(read('BANSO_DATA_DIR') ?? join(projectRoot, '.banso')),
    databaseUrl: read('DATABASE_URL'),
    secret: read('BANSO_SECRET'),
    logLevel: read('LOG_LEVEL'),
    smtp: readSmtp(read),
    mailFrom: read('MAIL_FROM') ?? `Banso <no-reply@${new URL(url).hostname}>`,
    oidc: readOidc(read),
  };
}

type Read = <Name extends VariableName>(name: Name) => z.output<(typeof variables)[Name]['schema']> | undefined;

function readVariable<Name extends VariableName>(name: Name, env: NodeJS.ProcessEnv) {
  type Value = z.output<(typeof variables)[Name]['schema']>;
  const given = env[name]?.trim();
  if (!given) return undefined;
  const variable: Variable = variables[name];
  const result = variable.schema.safeParse(given);
  if (result.success) return result.data as Value;
  const shown = variable.secret ? '' : JSON.stringify(given);
  throw new Failure({
    en: `${name} ${variable.en}${shown && `, but it is ${shown}`}.`,
    ja: `${name} ${variable.ja}${shown && `（現在の値: ${shown}）`}。`,
  });
}

function readSmtp(read: Read): Smtp | undefined {
  const address = read('SMTP_URL');
  const [host, port, user, pass] = [read('SMTP_HOST'), read('SMTP_PORT'), read('SMTP_USER'), read('SMTP_PASSWORD')];
  if (address) return fromUrl(new URL(address));
  if (!host && (port || user || pass)) throw missing('SMTP_HOST', port ? 'SMTP_PORT' : user ? 'SMTP_USER' : 'SMTP_PASSWORD');
  if (!host) return undefined;
  if (pass && !user) throw missing('SMTP_USER', 'SMTP_PASSWORD');
  return { host, port: port ?? 587, secure: port === 465, auth: user ? { user, pass: pass ?? '' } : undefined };
}

function fromUrl(url: URL): Smtp {
  const secure = url.protocol === 'smtps:';
  const port = Number(url.port) || (secure ? 465 : 587);
  const auth = url.username ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : undefined;
  return { host: url.hostname, port, secure: secure || port === 465, auth };
}

/** The endpoints are asked for one by one: with a discovery address the provider vanishes when it is down at start. */
function readOidc(read: Read): Oidc | undefined {
  const needed = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_AUTHORIZATION_URL', 'OIDC_TOKEN_URL', 'OIDC_USERINFO_URL'] as const;
  const present = needed.find((name) => read(name));
  if (!present && read('OIDC_DOMAINS')) throw missing('OIDC_ISSUER', 'OIDC_DOMAINS');
  if (!present) return undefined;
  const absent = needed.find((name) => !read(name));
  if (absent) throw missing(absent, present);
  const [issuer, clientId, clientSecret, authorizationUrl, tokenUrl, userInfoUrl] = needed.map((name) => read(name)!) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return { name: read('OIDC_NAME') ?? 'SSO', issuer, clientId, clientSecret, authorizationUrl, tokenUrl, userInfoUrl, domains: read('OIDC_DOMAINS') ?? [] };
}

function missing(absent: VariableName, present: VariableName): Failure {
  return new Failure({ en: `${present} is set, so ${absent} must be set too.`, ja: `${present} を指定する場合は ${absent} も指定してください。` });
}
