// Writes THIRD-PARTY-NOTICES.md: the licences of everything that runs in an installation (not of tools to build and test).
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

const shipped = Object.entries(packages)
  .filter(([path, { dev }]) => path.startsWith('node_modules/') && !dev && existsSync(join(root, path, 'package.json')))
  .map(([path]) => describe(join(root, path)))
  .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  .filter((one, i, all) => one.name !== all[i - 1]?.name || one.version !== all[i - 1]?.version);

/** The same text is printed once, under everybody who uses it. */
const byText = new Map();
for (const one of shipped) byText.set(one.text, [...(byText.get(one.text) ?? []), one]);

const lines = [
  '# Third-party notices',
  '',
  'Banso is made with the packages below. Made by `node scripts/notices.mjs`; run it after a change of dependencies.',
  '',
  '| package | version | licence |',
  '|---|---|---|',
  ...shipped.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`),
  '',
  ...[...byText].flatMap(([text, users]) => ['---', '', `**${users.map(({ name }) => name).join(', ')}**`, '', '```', text, '```', '']),
];
writeFileSync(join(root, 'THIRD-PARTY-NOTICES.md'), lines.join('\n'));
process.stdout.write(`${shipped.length} packages, ${byText.size} texts\n`);

function describe(folder) {
  const { name, version, license, licenses, author, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice)/i.test(entry.name));
  const texts = files.map(({ name: file }) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  const stated = license ?? licenses?.map(({ type }) => type).join(' or ') ?? 'see text';
  const owner = typeof author === 'string' ? author : author?.name;
  const source = typeof repository === 'string' ? repository : repository?.url;
  const text = texts.length ? texts.join('\n\n') : `${typeof stated === 'string' ? stated : stated.type}. ${owner ?? ''} ${source ?? ''}`.trim();
  return { name, version, license: typeof stated === 'string' ? stated : stated.type, text };
}
