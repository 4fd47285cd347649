/** What became of one of many records that are changed alike. */
export const bulkOutcomes = ['changed', 'unchanged', 'refused'] as const;
export type BulkOutcome = (typeof bulkOutcomes)[number];

export type BulkCounts = Readonly<Record<BulkOutcome, number>>;
export const noBulkCounts: BulkCounts = { changed: 0, unchanged: 0, refused: 0 };
