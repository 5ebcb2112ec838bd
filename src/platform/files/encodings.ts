/** Encodings a file can be read in; apart from detection, so that a browser may know them too. */
export const encodings = ['utf-8', 'cp932', 'utf-16le', 'utf-16be', 'euc-jp', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];
