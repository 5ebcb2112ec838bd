/** The first `most` characters (UTF-16 units) of a text, never with half of one at its end: jsonb refuses that, and people see a box. */
export const cut = (text: string, most: number): string => text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
