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
