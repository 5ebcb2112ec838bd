/**
 * Whether a text is a corporate number (法人番号): 13 digits whose first is 9 − (Σ Pn × Qn mod 9), with Pn the n-th of the
 * other twelve from the right and Qn 1 for odd n, 2 for even n (Ministry of Finance ordinance 2014-70, article 2).
 */
export function isCorporateNumber(text: string): boolean {
  if (!/^[1-9]\d{12}$/.test(text)) return false;
  let sum = 0;
  for (let n = 1; n <= 12; n++) sum += Number(text[13 - n]) * (n % 2 === 1 ? 1 : 2);
  return 9 - (sum % 9) === Number(text[0]);
}

/** Full-width digits, hyphens and the T of an invoice number (T + corporate number) are taken as people paste them. */
export function plainCorporateNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s-]/g, '')
    .replace(/^T(?=\d{13}$)/i, '');
}

/** Tags without blanks and repetitions, in their order. */
export function plainTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.normalize('NFKC').trim()).filter(Boolean))];
}
