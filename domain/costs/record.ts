import * as z from 'zod';

const amounts = z.record(z.string(), z.number());

/** What a function logs of each invocation (functions/http/meter.ts); tolerant, because old lines stay as they were. */
export const CostRecord = z.object({
  kind: z.literal('cost'),
  timestamp: z.string(),
  context: z.string(),
  route: z.string(),
  requestId: z.string(),
  /** Lambda's own id of the invocation, under which it reports the milliseconds billed. */
  invocationId: z.string().optional(),
  cause: z.string().optional(),
  usage: amounts,
});
export type CostRecord = z.output<typeof CostRecord>;

/** Lambda's line of each invocation: it alone knows what is billed. */
export const PlatformReport = z.object({
  type: z.literal('platform.report'),
  time: z.string(),
  record: z.object({
    requestId: z.string(),
    metrics: z.object({ billedDurationMs: z.number(), memorySizeMB: z.number().optional() }),
  }),
});
export type PlatformReport = z.output<typeof PlatformReport>;
