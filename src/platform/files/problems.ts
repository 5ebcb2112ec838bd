/** What can be wrong with a file itself, before anybody looks at what the values mean. */
export type FileProblemCode =
  | 'empty'
  | 'xls'
  | 'ods'
  | 'xlsb'
  | 'binary'
  | 'brokenArchive'
  | 'tooLarge'
  | 'tooWide'
  | 'noSuchSheet'
  | 'undecodable'
  | 'openQuote'
  | 'hugeRow'
  | 'headerBeyondFile'
  | 'missingCells'
  | 'extraCells'
  | 'badCharacter'
  | 'strayQuote'
  | 'excelError'
  | 'formulaWithoutValue'
  | 'duplicateHeader'
  | 'blankHeader'
  | 'wrongExtension'
  | 'headerLooksLikeData';

/** `row` is the line in the file (first line 1), `column` counts from 1, `values` fill the sentence. */
export type FileProblem = {
  code: FileProblemCode;
  row?: number;
  column?: number;
  values?: Record<string, string | number>;
};

/** The file cannot be read as a table at all; nothing of it was used. */
export class FileRefused extends Error {
  readonly problem: FileProblem;
  constructor(problem: FileProblem) {
    super(`file refused: ${problem.code}${problem.row ? ` at row ${problem.row}` : ''}`);
    this.name = 'FileRefused';
    this.problem = problem;
  }
}

export function refuse(code: FileProblemCode, at: Omit<FileProblem, 'code'> = {}): never {
  throw new FileRefused({ code, ...at });
}
