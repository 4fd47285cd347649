import { packed, type Snapshots, unpacked } from '#functions/customers/search/search-snapshots.ts';

/** The bucket of the search's snapshot in memory; each snapshot is packed and unpacked as in the bucket. */
export function memorySnapshots(): Snapshots & { readonly bytes: () => number; readonly written: () => number } {
  let kept: Buffer | undefined;
  let written = 0;
  return {
    read: async () => kept && unpacked(kept),
    write: async (snapshot) => {
      kept = packed(snapshot);
      written += 1;
    },
    bytes: () => kept?.length ?? 0,
    written: () => written,
  };
}
