import { parseDay } from './moments.ts';
import { decimalText } from './values.ts';

/** The kind that fits all the values seen; text when in doubt, since text takes everything. */
export function guessKind(samples: string[]): 'text' | 'number' | 'money' | 'date' | 'boolean' {
  const values = samples.map((s) => s.normalize('NFKC').trim()).filter(Boolean);
  if (values.length === 0) return 'text';
  if (values.every((v) => /^(はい|いいえ|有|無|あり|なし|○|×|true|false|yes|no)$/i.test(v))) return 'boolean';
  if (values.every((v) => /\D/.test(v) && parseDay(v))) return 'date';
  if (values.some((v) => /^0\d/.test(v) || !decimalText(v))) return 'text';
  return values.some((v) => /円|[¥\\]/.test(v)) ? 'money' : 'number';
}

/** A key from a header: its Latin letters, or for a Japanese one a short number made from it. */
export function attributeKey(header: string): string {
  const latin = header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 50);
  if (latin.length >= 3) return latin;
  let hash = 7;
  for (const letter of header) hash = (hash * 31 + letter.codePointAt(0)!) % 2_147_483_647;
  return `${latin || 'attr'}_${hash.toString(36)}`;
}
