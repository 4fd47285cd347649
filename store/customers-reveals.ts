import { customerPartition } from './customers.ts';
import type { Write } from './table.ts';

/** Who lifted a mask from what, and why: 1 WRU. The audit reads it from the stream. */
export function putReveal(
  customerId: string,
  id: string,
  reveal: {
    readonly fields: readonly string[];
    readonly contactId: string;
    readonly reason: string;
    readonly at: string;
    readonly actorId: string;
  },
): Write {
  return {
    op: 'put',
    key: { pk: customerPartition(customerId), sk: `reveal#${id}` },
    item: { ...reveal, version: 1 },
    expect: 'absent',
  };
}
