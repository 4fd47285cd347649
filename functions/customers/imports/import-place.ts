import type { Import } from '#domain/customers/import.ts';
import type { Cells } from '#domain/customers/import-cells.ts';
import { type ColumnField, suggestMapping } from '#domain/customers/import-fields.ts';
import type { SheetRow } from './import-sheet.ts';

/** A row's cells by their fields, and which column each field is. */
export interface Placed {
  readonly cells: Cells;
  readonly columns: ReadonlyMap<ColumnField, string>;
  /** What stands beyond the last column. */
  readonly beyond: readonly string[];
}

export function placeOf({ columns = [], mapping }: Import, { cells }: SheetRow): Placed {
  const fields = mapping ?? suggestMapping(columns);
  const found = columns.flatMap((header, i) => {
    const field = fields[header];
    const text = cells[i]?.trim() ?? '';
    return field === undefined || field === null ? [] : [{ field, header, text }];
  });
  return {
    cells: Object.fromEntries(found.flatMap(({ field, text }) => (text === '' ? [] : [[field, text]]))),
    columns: new Map(found.map(({ field, header }) => [field, header])),
    beyond: cells.slice(columns.length).filter((cell) => cell.trim() !== ''),
  };
}
