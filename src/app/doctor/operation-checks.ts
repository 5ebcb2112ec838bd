import { createTransport } from 'nodemailer';
import { ask, bad, type Check, count, ok, warn } from './finding.ts';

export const operationChecks: Check[] = [
  {
    name: 'Backup',
    title: { en: 'Backup', ja: 'バックアップ' },
    async look(patient) {
      const [last] = await ask<{ days: number; mb: number }>(
        patient,
        `select extract(day from $1::timestamptz - made_at)::int as days, round(bytes / 1e6)::int as mb from backups order by made_at desc limit 1`,
        [patient.clock().toISOString()],
      );
      const [used] = await ask<{ there: boolean }>(patient, 'select exists (select from accounts where not is_sample) as there');
      if (!used!.there) return [ok({ en: 'nothing to back up yet', ja: '対象のデータはまだありません' })];
      if (!last)
        return [
          bad(
            { en: 'never made', ja: '一度も作成していません' },
            {
              en: 'Run banso backup FILE every night, and keep the file on another machine.',
              ja: 'banso backup FILE を毎晩実行し、ファイルは別のマシンに保管してください。',
            },
          ),
        ];
      const text = { en: `${count(last.days, 'day')} old, ${last.mb} MB`, ja: `${last.days} 日前、${last.mb} MB` };
      return [last.days > 7 ? warn(text, { en: 'Run banso backup FILE every night.', ja: 'banso backup FILE を毎晩実行してください。' }) : ok(text)];
    },
  },
  {
    name: 'Mail',
    title: { en: 'Mail', ja: 'メール' },
    async look({ config }) {
      if (!config.smtp)
        return [
          warn(
            { en: 'not configured', ja: '設定されていません' },
            {
              en: 'Invitations and password resets are shown as links instead; set SMTP_URL and MAIL_FROM.',
              ja: '招待とパスワード再設定は画面のリンクで行います。SMTP_URL と MAIL_FROM を設定してください。',
            },
          ),
        ];
      const { host, port } = config.smtp;
      const transport = createTransport({ ...config.smtp, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 10_000 });
      try {
        await transport.verify();
        return [ok({ en: `${host}:${port} answers`, ja: `${host}:${port} に接続できました` })];
      } catch (error) {
        const { message } = error as Error;
        return [
          bad(
            { en: `${host}:${port} does not take mail: ${message}`, ja: `${host}:${port} でメールを送れません: ${message}` },
            {
              en: 'Check SMTP_URL (or SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD).',
              ja: 'SMTP_URL（または SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD）を確認してください。',
            },
          ),
        ];
      } finally {
        transport.close();
      }
    },
  },
  {
    name: 'Address',
    title: { en: 'Address', ja: 'アドレス' },
    async look({ config }) {
      const { protocol, hostname } = new URL(config.url);
      const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
      if (protocol === 'https:' || local) return [ok({ en: config.url, ja: config.url })];
      return [
        warn(
          { en: `${config.url} is not encrypted`, ja: `${config.url} は暗号化されていません` },
          {
            en: 'Put a proxy with a certificate in front and set BANSO_URL to its https address.',
            ja: '証明書のあるプロキシを前に置き、BANSO_URL にその https のアドレスを指定してください。',
          },
        ),
      ];
    },
  },
];
