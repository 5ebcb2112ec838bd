/** The legal forms that `search_text` (migration 0030) takes out of names, folded. */
export const legalForms = ['株式会社', '有限会社', '合同会社', '合資会社', '合名会社', 'かぶしきがいしゃ', 'ゆうげんがいしゃ', 'ごうどうがいしゃ'];

/**
 * The words of a query as they are compared: folded, without legal forms. A form that is still being typed at the end
 * (「トヨタ自動車株式」) is dropped too, else results vanish between two keys.
 */
export function queryWords(folded: readonly string[]): string[] {
  return folded.map(withoutStartedForm).filter((word) => word !== '');
}

function withoutStartedForm(word: string): string {
  for (const form of legalForms) {
    for (let n = form.length - 1; n >= 2; n--) {
      const start = form.slice(0, n);
      if (word.length > n && word.endsWith(start)) return word.slice(0, -n);
    }
  }
  return word;
}

const forms = new RegExp(`${legalForms.join('|')}|\\(株\\)|\\(有\\)|\\(同\\)|co\\., ?ltd\\.?|, ?inc\\.?$`, 'g');
const signs = /[\s・･,.。、()|/-]+/g;

/** A name as it is compared, the same as `search_text` (migration 0030) makes of it. */
export function foldName(name: string): string {
  const hiragana = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60));
  return hiragana.replace(forms, '').replace(signs, '');
}

/** How well a name fits folded words: 0 it is them, 1 it begins with them, 2 it contains them all, null not at all. */
export function rankOf(name: string, words: readonly string[]): number | null {
  const folded = foldName(name);
  const whole = words.join('');
  if (folded.startsWith(whole)) return folded === whole ? 0 : 1;
  const parts = partsOf(words);
  return parts.length && parts.every((part) => folded.includes(part)) ? 2 : null;
}

/**
 * What a text must contain to fit: every word. A word of one character is too little by itself: the words are then looked
 * for as they were typed, and one character alone is not looked for inside of texts at all.
 */
export function partsOf(words: readonly string[]): string[] {
  const parts = words.some((word) => [...word].length === 1) ? [words.join('')] : [...words];
  return parts.filter((part) => [...part].length > 1);
}

/** The two-character pieces of a word, as `search_grams` makes them. */
export function gramsOf(word: string): string[] {
  const letters = [...word];
  return [...new Set(letters.slice(1).map((letter, i) => letters[i]! + letter))];
}

/** What a query could be besides a name: a number, a phone number, an address or a key. */
export function asKey(q: string): { digits: string | null; email: string | null; key: string | null } {
  const plain = q.normalize('NFKC').trim();
  const digits = plain.replace(/[\s()+-]/g, '').replace(/^T(?=\d{13}$)/i, '');
  return {
    digits: /^\d{4,13}$/.test(digits) ? digits : null,
    email: /^[^\s@]+@[^\s]*$/.test(plain) ? plain.toLowerCase() : null,
    key: /^[\x21-\x7e]{2,100}$/.test(plain) ? plain : null,
  };
}

type Placed = { kind: string; rank: number };
const last = ['goal', 'contract', 'activity'];

/**
 * Entries and names in one answer, the better rank first; names stand before what a customer has many of. A third of the
 * places is kept for names: a word of many notes must not hide the rule that is called by it.
 */
export function mergeHits<T extends Placed>(entries: readonly T[], names: readonly T[], limit: number): T[] {
  const shown = names.slice(0, Math.max(limit - entries.length, Math.floor(limit / 3)));
  const place = (one: T) => one.rank * 3 + (shown.includes(one) ? 1 : last.includes(one.kind) ? 2 : 0);
  return [...entries.slice(0, limit - shown.length), ...shown].sort((a, b) => place(a) - place(b));
}
