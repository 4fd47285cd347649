import * as z from 'zod';

/** Values of a person as they stand in an item: sealed, by their names (store/sealed-values.ts). */
export const Sealed = z.record(z.string(), z.instanceof(Uint8Array));

/** Who changes or compares values must have them: a function without the keys reads masks. */
export function assertOpened({ sealed }: { readonly sealed?: unknown }): void {
  if (sealed !== undefined) throw new Error('these values are sealed, and only their masks were read');
}
