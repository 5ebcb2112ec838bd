import { createTransport } from 'nodemailer';
import { ask, bad, type Check, count, ok, warn } from './finding.ts';

export const operationChecks: Check[] = [
  {
    name: 'Backup',
    async look(patient) {
      const [last] = await ask<{ days: number; mb: number }>(
        patient,
        `select extract(day from $1::timestamptz - made_at)::int as days, round(bytes / 1e6)::int as mb from backups order by made_at desc limit 1`,
        [patient.clock().toISOString()],
      );
      const [used] = await ask<{ there: boolean }>(patient, 'select exists (select from accounts where not is_sample) as there');
      if (!used!.there) return [ok('nothing to back up yet')];
      if (!last) return [bad('never made', 'Run banso backup FILE every night, and keep the file on another machine.')];
      const text = `${count(last.days, 'day')} old, ${last.mb} MB`;
      return [last.days > 7 ? warn(text, 'Run banso backup FILE every night.') : ok(text)];
    },
  },
  {
    name: 'Mail',
    async look({ config }) {
      if (!config.smtp) return [warn('not configured', 'Invitations and password resets are shown as links instead; set SMTP_URL and MAIL_FROM.')];
      const { host, port } = config.smtp;
      const transport = createTransport({ ...config.smtp, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 10_000 });
      try {
        await transport.verify();
        return [ok(`${host}:${port} answers`)];
      } catch (error) {
        return [bad(`${host}:${port} does not take mail: ${(error as Error).message}`, 'Check SMTP_URL (or SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD).')];
      } finally {
        transport.close();
      }
    },
  },
  {
    name: 'Address',
    async look({ config }) {
      const { protocol, hostname } = new URL(config.url);
      const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
      if (protocol === 'https:' || local) return [ok(config.url)];
      return [warn(`${config.url} is not encrypted`, 'Put a proxy with a certificate in front and set BANSO_URL to its https address.')];
    },
  },
];
