import * as z from 'zod';

/** A promise to the customer, in the order in which the promises fall due. */
export const targets = ['firstResponse', 'nextResponse', 'resolution', 'resultNotice', 'survey'] as const;
export const Target = z.enum(targets);
export type Target = z.output<typeof Target>;
