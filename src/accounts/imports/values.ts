import { parseDay, time } from './moments.ts';

/** What a column of a file may hold. Money is read in whole units and kept in minor units. */
export type FieldKind =
  | 'text'
  | 'key'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'date'
  | 'time'
  | 'boolean'
  | 'choice'
  | 'choices'
  | 'list'
  | 'email'
  | 'member'
  | 'website'
  | 'corporateNumber'
  | 'months'
  | 'currency';
export type ValueProblem =
  | 'badNumber'
  | 'badInteger'
  | 'badDate'
  | 'badTime'
  | 'badBoolean'
  | 'badChoice'
  | 'badEmail'
  | 'badWebsite'
  | 'badCorporateNumber'
  | 'badCheckDigit'
  | 'badMonths'
  | 'badCurrency'
  | 'tooLong'
  | 'negative';
export type Parsed = { value: string | string[] | null } | { problem: ValueProblem };
export type ParseContext = {
  /** Digits after the point of the currency: 0 for yen. */
  minorDigits: number;
  choices?: Record<string, readonly string[]>;
  /** Zone for moments written without one. */
  timeZone: string;
  min?: number;
};

const longest = 10_000;

/** Reads one cell as people in Japan write it. An empty cell is null. Values come back as Postgres reads them. */
export function parseValue(kind: FieldKind, cell: string, context: ParseContext): Parsed {
  const text = cell.trim();
  if (text === '') return { value: null };
  if (text.length > longest) return { problem: 'tooLong' };
  if (kind === 'text') return { value: text };
  if (kind === 'key') return text.length > 255 ? { problem: 'tooLong' } : { value: text };
  const plain = text.normalize('NFKC').trim();
  switch (kind) {
    case 'integer':
      return number(plain, 0, 'badInteger', context.min ?? 0);
    case 'decimal':
      return number(plain, 10, 'badNumber', context.min);
    case 'money':
      return money(plain, context.minorDigits, context.min);
    case 'date': {
      const day = parseDay(plain);
      return day ? { value: day } : { problem: 'badDate' };
    }
    case 'time':
      return time(plain, context.timeZone);
    case 'boolean':
      return boolean(plain);
    case 'choice':
      return choice(plain, context.choices ?? {});
    case 'choices':
      return choices(plain, context.choices ?? {});
    case 'list':
      return {
        value: [
          ...new Set(
            plain
              .split(/[、,;|\n/]+/)
              .map((t) => t.trim())
              .filter(Boolean),
          ),
        ],
      };
    case 'email':
      return /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;.]+$/.test(plain) ? { value: plain.toLowerCase() } : { problem: 'badEmail' };
    case 'member':
      return plain.length > 255 ? { problem: 'tooLong' } : { value: plain.includes('@') ? plain.toLowerCase() : plain };
    case 'website':
      return website(plain);
    case 'corporateNumber':
      return corporateNumber(plain);
    case 'months':
      return months(plain);
    case 'currency':
      return /^[A-Za-z]{3}$/.test(plain) ? { value: plain.toUpperCase() } : plain === '円' ? { value: 'JPY' } : { problem: 'badCurrency' };
  }
}

/** An address as a browser takes it; people leave the https:// away. Anything that is no web address is refused. */
function website(plain: string): Parsed {
  const address = /^https?:\/\//i.test(plain) ? plain : `https://${plain}`;
  const host = URL.canParse(address) ? new URL(address).hostname : '';
  if (/\s/.test(address) || !host.includes('.') || (address !== plain && /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(plain))) return { problem: 'badWebsite' };
  return address.length > 500 ? { problem: 'tooLong' } : { value: address };
}

const scales: Record<string, number> = { 千: 3, 万: 4, 百万: 6, 億: 8 };

/** A decimal as text, or nothing: signs △ ▲ - ( ), thousands separators, 円 ¥ $ %, 千 万 百万 億. */
export function decimalText(plain: string): string | undefined {
  let text = plain
    .replace(/[\s,_']/g, '')
    .replace(/^[¥\\$€£]|(?:円|人|名|社|件|席|ID|%)$/gi, '')
    .replace(/^[¥\\$€£]/, '');
  let negative = false;
  const bracketed = /^\((.+)\)$/.exec(text);
  if (bracketed) [negative, text] = [true, bracketed[1]!];
  if (/^[△▲\-−]/.test(text)) [negative, text] = [true, text.slice(1)];
  text = text
    .replace(/^\+/, '')
    .replace(/^[¥\\$€£]/, '')
    .replace(/円$/, '');
  const match = /^(\d+)(?:\.(\d+))?(百万|千|万|億)?$/.exec(text) ?? /^()\.(\d+)()$/.exec(text);
  if (!match) return undefined;
  const places = scales[match[3] ?? ''] ?? 0;
  const fraction = (match[2] ?? '').padEnd(places, '0');
  const whole = `${match[1] || '0'}${fraction.slice(0, places)}`.replace(/^0+(?=\d)/, '');
  const rest = fraction.slice(places).replace(/0+$/, '');
  const value = rest ? `${whole}.${rest}` : whole;
  return negative && !/^[0.]+$/.test(value) ? `-${value}` : value;
}

function number(plain: string, digits: number, problem: ValueProblem, min?: number): Parsed {
  const value = decimalText(plain);
  if (value === undefined || value.replace(/\D/g, '').length > 18) return { problem };
  if ((value.split('.')[1]?.length ?? 0) > digits) return { problem };
  if (digits === 0 && Math.abs(Number(value)) > 2_147_483_647) return { problem };
  return min !== undefined && Number(value) < min ? { problem: 'negative' } : { value };
}

function money(plain: string, minorDigits: number, min?: number): Parsed {
  const value = decimalText(plain);
  if (value === undefined) return { problem: 'badNumber' };
  const [whole, fraction = ''] = value.split('.');
  if (fraction.length > minorDigits || whole!.length > 15) return { problem: 'badNumber' };
  const minor = BigInt(whole + fraction.padEnd(minorDigits, '0'));
  return min !== undefined && minor < BigInt(min) ? { problem: 'negative' } : { value: String(minor) };
}

const yes = ['はい', '有', '有り', 'あり', 'する', '済', '済み', '○', '◯', '〇', '●', 'レ', 'true', 't', 'yes', 'y', '1', 'on', '自動', '自動更新'];
const no = ['いいえ', '無', '無し', 'なし', 'しない', '未', '×', '✕', '✖', 'x', '-', '−', 'ー', 'false', 'f', 'no', 'n', '0', 'off', '手動', '非自動更新'];

function boolean(plain: string): Parsed {
  const word = plain.toLowerCase();
  return yes.includes(word) ? { value: 't' } : no.includes(word) ? { value: 'f' } : { problem: 'badBoolean' };
}

function choice(plain: string, known: Record<string, readonly string[]>): Parsed {
  const word = foldWord(plain);
  for (const [value, names] of Object.entries(known)) if (foldWord(value) === word || names.some((n) => foldWord(n) === word)) return { value };
  return { problem: 'badChoice' };
}

function choices(plain: string, known: Record<string, readonly string[]>): Parsed {
  const found = new Set<string>();
  for (const word of plain
    .split(/[、,;|\n/]+/)
    .map((t) => t.trim())
    .filter(Boolean)) {
    const parsed = choice(word, known);
    if ('problem' in parsed) return parsed;
    found.add(parsed.value as string);
  }
  return { value: [...found] };
}

/** Case, width, spaces and separators do not matter when a word is recognised. */
export function foldWord(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-・:：()（）[\]【】「」*※.]/g, '');
}

function corporateNumber(plain: string): Parsed {
  const digits = plain.replace(/[\s-]/g, '').replace(/^T(?=\d{13}$)/i, '');
  if (!/^[1-9]\d{12}$/.test(digits)) return { problem: 'badCorporateNumber' };
  return checkDigit(digits) === Number(digits[0]) ? { value: digits } : { problem: 'badCheckDigit' };
}

/** The first digit of a corporate number: 9 − (Σ digit × (1, 2, 1, …) from the right mod 9). Ministry of Finance ordinance 2014-70. */
function checkDigit(digits: string): number {
  let sum = 0;
  for (let i = 1; i <= 12; i++) sum += Number(digits[13 - i]) * (i % 2 === 1 ? 1 : 2);
  return 9 - (sum % 9);
}

const periods: Record<string, number> = {
  月: 1,
  月額: 1,
  毎月: 1,
  月次: 1,
  月払い: 1,
  monthly: 1,
  month: 1,
  四半期: 3,
  quarterly: 3,
  半年: 6,
  半期: 6,
  年: 12,
  年額: 12,
  年次: 12,
  年払い: 12,
  年間: 12,
  yearly: 12,
  annual: 12,
  annually: 12,
  year: 12,
};

function months(plain: string): Parsed {
  const named = periods[plain.toLowerCase()];
  if (named) return { value: String(named) };
  const counted = /^(\d{1,3})\s*(ヶ月|か月|カ月|ケ月|箇月|months?)?$/i.exec(plain) ?? undefined;
  const years = /^(\d{1,2})\s*(年|years?)$/i.exec(plain);
  const value = years ? Number(years[1]) * 12 : Number(counted?.[1]);
  return value >= 1 && value <= 600 ? { value: String(value) } : { problem: 'badMonths' };
}
