import { type Running, startBanso } from '../start.ts';
import { type Command, UsageError } from './command.ts';

const SECOND_SIGNAL_AFTER_MS = 2_000;

export const command: Command = {
  name: 'start',
  summary: {
    en: 'Starts the database, the web server and the jobs, and keeps running until Ctrl-C or SIGTERM.',
    ja: 'データベース・Web サーバー・ジョブを起動し、Ctrl-C または SIGTERM まで動き続けます。',
  },
  usage: {
    en: `

Settings are environment variables:
  PORT                   3000; where to listen
  HOST                   all addresses; 127.0.0.1 keeps the port off the network
  BANSO_URL              http://localhost:PORT; the address people type, with https behind a proxy
  BANSO_DATA_DIR         .banso in this folder; the embedded database and the secret
  DATABASE_URL           a Postgres 15 or later instead of the embedded one
  BANSO_SECRET           signs links and encrypts codes; made and kept in BANSO_DATA_DIR unless given
  LOG_LEVEL              info, on a terminal warn; JSON lines on stderr
  SMTP_URL               smtp://user:password@host:587, or SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD
  MAIL_FROM              the sender of mails
  OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_AUTHORIZATION_URL, OIDC_TOKEN_URL, OIDC_USERINFO_URL
                         single sign-on; all six, and optionally OIDC_NAME and OIDC_DOMAINS`,
    ja: `

設定は環境変数で行います:
  PORT                   3000。待ち受けるポート
  HOST                   すべてのアドレス。127.0.0.1 にするとほかの端末からは接続できません
  BANSO_URL              http://localhost:PORT。利用者が開くアドレス（プロキシの後ろでは https）
  BANSO_DATA_DIR         このフォルダーの .banso。組み込みデータベースと秘密鍵の置き場所
  DATABASE_URL           組み込みの代わりに使う Postgres（15 以降）
  BANSO_SECRET           リンクの署名とコードの暗号化に使う鍵。指定がなければ作成して BANSO_DATA_DIR に保存します
  LOG_LEVEL              info（端末では warn）。標準エラー出力に 1 行ずつの JSON で出力します
  SMTP_URL               smtp://user:password@host:587。または SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD
  MAIL_FROM              メールの送信元
  OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_AUTHORIZATION_URL, OIDC_TOKEN_URL, OIDC_USERINFO_URL
                         シングルサインオン。6 つすべてを指定します（OIDC_NAME と OIDC_DOMAINS は任意）`,
  },
  async run(context, { positionals }) {
    if (positionals.length)
      throw new UsageError({ en: 'start takes no arguments; settings are environment variables.', ja: 'start に引数はありません。設定は環境変数で行います。' });
    const stopped = untilSignal((line) => context.out(line));
    const wanted = new AbortController();
    void stopped.then(() => wanted.abort());
    await serve(() => startBanso(context.config, context.log, context.out, wanted.signal), stopped, context.config.url, context.out);
  },
};

/** Starts, says so, and stops when asked to, also when that comes before the start is done. */
export async function serve(begin: () => Promise<Running>, stopped: Promise<void>, url: string, say: (line: string) => void): Promise<void> {
  let asked = false;
  void stopped.then(() => (asked = true));
  const running = await begin().catch((error) => {
    // A Ctrl-C reaches the build of the web app too: what fails then is no news.
    if (!asked) throw error;
  });
  if (!asked) say(`Banso is ready at ${url}`);
  await stopped;
  await running?.stop();
  say('Stopped.');
}

/** npm passes on a signal that the terminal has sent too, so a second one counts only after a while: then we go at once. */
function untilSignal(say: (line: string) => void): Promise<void> {
  let first = 0;
  return new Promise((resolve) => {
    const stop = () => {
      if (!first) {
        first = Date.now();
        say('Stopping …');
        resolve();
      } else if (Date.now() - first > SECOND_SIGNAL_AFTER_MS) process.exit(130);
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
    if (process.env.npm_lifecycle_event) whenParentDies(stop);
  });
}

/** A signal to npm ends the shell between npm and us, and the shell tells nobody. */
function whenParentDies(stop: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 500).unref();
}
