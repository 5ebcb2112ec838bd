import { inBrackets } from '#platform/i18n/format.ts';
import { textsIn, type Language } from '#platform/i18n/texts.ts';
import { letterTexts } from './texts.ts';
import { cut } from '#platform/text/cut.ts';

/** What a mail says, before it is text or HTML. `link` is a path below the site's address. */
export type Line = { mark?: string; text: string; sub?: string | null; link?: string | null };
export type Section = { title: string; sub?: string | null; link?: string | null; lines: Line[]; more?: string | null };
export type Letter = { subject: string; intro: string; sections: Section[]; stops: { text: string; href: string }[] };
type Written = { subject: string; body: string; html: string };

export function writeLetter(letter: Letter, siteUrl: string, language: Language): Written {
  const t = textsIn(letterTexts, language);
  const full = (path: string) => `${siteUrl}${path}`;
  const settings = full('/settings/notifications');
  return { subject: oneLine(letter.subject), body: asText(letter, full, t, settings, language), html: asHtml(letter, full, t, settings, language) };
}

type Words = ReturnType<typeof textsIn<(typeof letterTexts)['ja']>>;

function asText({ intro, sections, stops }: Letter, full: (path: string) => string, t: Words, settings: string, language: Language): string {
  const out = [intro, ''];
  for (const section of sections) {
    out.push(`■ ${section.title}${section.sub ? inBrackets(section.sub, language) : ''}`);
    if (section.link) out.push(`  ${full(section.link)}`);
    for (const line of section.lines) {
      out.push(`・${line.mark ? `[${line.mark}] ` : ''}${oneLine(line.text)}`);
      if (line.sub) out.push(`  ${line.sub}`);
      if (line.link) out.push(`  ${full(line.link)}`);
    }
    if (section.more) out.push(`  ${section.more}`);
    out.push('');
  }
  out.push('--', `${t.settings}: ${settings}`, ...stops.map(({ text, href }) => `${text}: ${href}`));
  return `${out.join('\n')}\n`;
}

function asHtml({ intro, sections, stops }: Letter, full: (path: string) => string, t: Words, settings: string, language: Language): string {
  const link = (href: string, text: string, style = '') => `<a href="${escaped(href)}" style="color:#1f4e79;${style}">${escaped(text)}</a>`;
  const sub = (text: string) => `<div style="color:#5c6470;font-size:13px">${escaped(text)}</div>`;
  const line = (one: Line) => {
    const mark = one.mark
      ? `<span style="border:1px solid #b9c0ca;border-radius:3px;padding:0 5px;font-size:12px;color:#5c6470">${escaped(one.mark)}</span> `
      : '';
    return `<li style="margin:0 0 8px">${mark}${one.link ? link(full(one.link), one.text) : escaped(one.text)}${one.sub ? sub(one.sub) : ''}</li>`;
  };
  const section = (one: Section) => `
<h2 style="font-size:15px;margin:20px 0 2px">${one.link ? link(full(one.link), one.title, 'text-decoration:none') : escaped(one.title)}</h2>
${one.sub ? sub(one.sub) : ''}<ul style="margin:8px 0 0;padding-left:20px">${one.lines.map(line).join('')}</ul>${one.more ? sub(one.more) : ''}`;
  const foot = [link(settings, t.settings), ...stops.map(({ text, href }) => link(href, text))].join(' ・ ');
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>
<body style="margin:0;padding:16px;font-family:'Hiragino Sans','Yu Gothic',Meiryo,sans-serif;font-size:15px;line-height:1.7"><div style="max-width:640px;margin:0 auto">
<p style="margin:0">${escaped(intro)}</p>${sections.map(section).join('')}
<hr style="border:0;border-top:1px solid #d5d9df;margin:24px 0 12px"><p style="margin:0;font-size:12px;color:#5c6470">${foot}</p>
</div></body></html>
`;
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
// Names are written by people; a line break in a subject would begin another header.
const oneLine = (text: string) => cut(text.replace(/\s+/g, ' ').trim(), 200);
