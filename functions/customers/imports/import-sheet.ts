import type { Code } from '#domain/shared/error.ts';

/** A row is never so long; an unclosed quote would otherwise swallow the rest of the file. */
export const recordBytesMax = 256 * 1024;

export interface SheetRow {
  /** As a spreadsheet numbers it. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** A file as rows of text, the header first. Its rows may be asked for more than once. */
export interface Sheet {
  readonly rows: () => Promise<AsyncIterable<SheetRow>>;
}

/** No row of such a file is entered. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly code: Code;
  readonly row: number | undefined;

  constructor(code: Code, row?: number, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.row = row;
  }
}
