import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll } from 'vitest';
import { createSendMail } from '../mail/mail.ts';

/** A mail server on loopback that keeps what it gets; `refuse` answers the next ones with this code instead. */
export async function mailbox() {
  const mails: ParsedMail[] = [];
  const refuse: number[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, done) {
      const code = refuse.shift();
      done(code ? Object.assign(new Error('not now'), { responseCode: code }) : null);
    },
    onData(stream, _session, done) {
      void simpleParser(stream).then((mail) => {
        mails.push(mail);
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as { port: number };
  const sendMail = createSendMail({ smtp: { host: '127.0.0.1', port, secure: false }, mailFrom: 'Banso <no-reply@example.co.jp>' })!;
  return { mails, refuse, sendMail };
}
