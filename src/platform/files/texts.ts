import { defineTexts, type Language, textsIn } from '../i18n/texts.ts';
import type { FileProblem } from './problems.ts';

export type FileProblemText = Pick<FileProblem, 'code' | 'values'>;

type V = Record<string, string | number>;

const texts = defineTexts({
  ja: {
    empty: 'ファイルにデータがありません。',
    xls: '古い Excel 形式（.xls）か、パスワード付きのファイルです。Excel で「名前を付けて保存」から .xlsx または CSV にしてください。',
    ods: 'OpenDocument 形式（.ods）は読み込めません。.xlsx または CSV で保存してください。',
    xlsb: 'Excel バイナリ形式（.xlsb）は読み込めません。.xlsx または CSV で保存してください。',
    binary: 'CSV でも Excel でもないファイルです。',
    brokenArchive: 'Excel ファイルが壊れているため読み込めません。',
    tooLarge: (v: V) => `ファイルが大きすぎます（上限 ${v.megabytes} MB）。分割するか CSV にしてください。`,
    tooWide: (v: V) => `列が多すぎます（${v.columns} 列、上限 ${v.limit} 列）。`,
    noSuchSheet: (v: V) => `シート「${v.sheet}」がありません（あるシート: ${v.sheets}）。`,
    undecodable: (v: V) => `文字コードを判別できません（${v.position} バイト目 ${v.byte}）。文字コードを指定するか、UTF-8 で保存し直してください。`,
    openQuote: '引用符（"）が閉じられていません。',
    hugeRow: '1 行が長すぎます。区切り文字や改行が正しいか確認してください。',
    headerBeyondFile: '見出し行に指定された行がファイルにありません。',
    missingCells: (v: V) => `列が足りません（${v.columns} 列のところ ${v.cells} 列）。`,
    extraCells: (v: V) => `列が多すぎます（${v.columns} 列のところ ${v.cells} 列）。`,
    badCharacter: '文字化けしている（読み取れない文字がある）セルです。',
    strayQuote: '引用符（"）の対応が取れていません。',
    excelError: (v: V) => `Excel のエラー値（${v.value}）です。`,
    formulaWithoutValue: '数式の計算結果がファイルに保存されていません。Excel で開いて保存し直してください。',
    duplicateHeader: (v: V) => `見出し「${v.name}」が重複しています。`,
    blankHeader: '見出しが空の列です。',
    wrongExtension: (v: V) => `拡張子と中身が異なります。${v.kind} として読み込みます（${v.name}）。`,
    headerLooksLikeData: '見出し行がデータのように見えます。見出し行の位置を確認してください。',
  },
  en: {
    empty: 'The file has no data.',
    xls: 'This is an old Excel file (.xls) or has a password. Save it as .xlsx or CSV.',
    ods: 'OpenDocument (.ods) cannot be read. Save it as .xlsx or CSV.',
    xlsb: 'Excel binary (.xlsb) cannot be read. Save it as .xlsx or CSV.',
    binary: 'This is neither CSV nor Excel.',
    brokenArchive: 'The Excel file is damaged and cannot be read.',
    tooLarge: (v: V) => `The file is too large (limit ${v.megabytes} MB). Split it or use CSV.`,
    tooWide: (v: V) => `Too many columns (${v.columns}, limit ${v.limit}).`,
    noSuchSheet: (v: V) => `There is no sheet “${v.sheet}” (sheets: ${v.sheets}).`,
    undecodable: (v: V) => `The encoding cannot be told (byte ${v.position} of the line, ${v.byte}). Choose an encoding or save as UTF-8.`,
    openQuote: 'A quote (") is not closed.',
    hugeRow: 'A row is too long. Check the separator and the line breaks.',
    headerBeyondFile: 'The file has no such header line.',
    missingCells: (v: V) => `Cells are missing (${v.cells} of ${v.columns}).`,
    extraCells: (v: V) => `Too many cells (${v.cells} for ${v.columns} columns).`,
    badCharacter: 'This cell has characters that cannot be read.',
    strayQuote: 'The quotes (") do not match.',
    excelError: (v: V) => `An Excel error value (${v.value}).`,
    formulaWithoutValue: 'The result of the formula is not in the file. Open it in Excel and save it again.',
    duplicateHeader: (v: V) => `The header “${v.name}” is repeated.`,
    blankHeader: 'The column has no header.',
    wrongExtension: (v: V) => `The name does not fit the content; read as ${v.kind} (${v.name}).`,
    headerLooksLikeData: 'The header line looks like data. Check which line is the header.',
  },
});

/** The sentence for a problem, without its place. */
export function fileProblemText(problem: FileProblemText, language: Language): string {
  const text = textsIn(texts, language)[problem.code];
  return typeof text === 'function' ? text(problem.values ?? {}) : text;
}
