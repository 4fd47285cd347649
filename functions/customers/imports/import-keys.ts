/** Where what belongs to an import lies in the bucket. */
export const fileKeys = {
  upload: (id: string) => `imports/${id}/file`,
  part: (id: string, part: number) => `imports/${id}/parts/${part}.json`,
  report: (id: string, what: Report, part: number) => `imports/${id}/${what}/${part}.json`,
  reportFile: (id: string, what: Report, file: number) => `imports/${id}/${what}-${file}.csv`,
} as const;

/** Rows that were not entered, or not taken back. */
export type Report = 'rejected' | 'kept';
