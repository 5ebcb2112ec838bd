import type { Mail } from '#platform/mail/mail.ts';
import type { Link, Purpose } from './links.ts';
import { cut } from '#platform/text/cut.ts';

type About = { to: string; name: string; organisation: string; inviter: string | null; language: 'ja' | 'en'; link: Link; timeZone: string };

/** The mail that carries a one-time link. */
export function linkMail(purpose: Purpose, about: About): Mail {
  const words = purpose === 'invite' ? invitation(about) : reset(about);
  return { to: about.to, subject: oneLine(words.subject), text: `${words.lines.join('\n')}\n` };
}

function invitation({ name, organisation, inviter, language, link, timeZone }: About) {
  const until = moment(link.expiresAt, language, timeZone);
  if (language === 'en') {
    return {
      subject: `You are invited to Banso (${organisation})`,
      lines: [
        `Hello ${name},`,
        '',
        `${inviter ? `${inviter} invites you` : 'You are invited'} to Banso at ${organisation}.`,
        'Please open this link and choose a password.',
        '',
        link.url,
        '',
        `The link works once, until ${until}.`,
        'If you did not expect this mail, please ignore it.',
      ],
    };
  }
  return {
    subject: `【Banso】${organisation}への招待`,
    lines: [
      `${name} 様`,
      '',
      inviter ? `${inviter}さんから、${organisation}の Banso に招待されました。` : `${organisation}の Banso に招待されました。`,
      '次のリンクを開き、パスワードを設定してください。',
      '',
      link.url,
      '',
      `リンクの有効期限は${until}です。一度だけ使用できます。`,
      'お心当たりのない場合は、このメールを破棄してください。',
    ],
  };
}

function reset({ name, language, link, timeZone }: About) {
  const until = moment(link.expiresAt, language, timeZone);
  if (language === 'en') {
    return {
      subject: 'Set another password for Banso',
      lines: [
        `Hello ${name},`,
        '',
        'Please open this link to set another password.',
        '',
        link.url,
        '',
        `The link works once, until ${until}.`,
        'If you did not ask for it, please ignore this mail; your password stays as it is.',
      ],
    };
  }
  return {
    subject: '【Banso】パスワードの再設定',
    lines: [
      `${name} 様`,
      '',
      '次のリンクを開き、新しいパスワードを設定してください。',
      '',
      link.url,
      '',
      `リンクの有効期限は${until}です。一度だけ使用できます。`,
      'お心当たりのない場合は、このメールを破棄してください。パスワードは変更されません。',
    ],
  };
}

function moment(at: string, language: 'ja' | 'en', timeZone: string): string {
  return new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', { timeZone, dateStyle: 'long', timeStyle: 'short' }).format(new Date(at));
}

// Names are written by people; a line break in a subject would begin another header.
function oneLine(text: string): string {
  return cut(text.replace(/\s+/g, ' '), 200);
}
