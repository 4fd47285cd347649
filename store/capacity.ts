import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';

/** What an invocation has consumed, in request units. Whoever meters the invocation resets it. */
export interface Capacity {
  read: number;
  write: number;
  /** Filled where the caller puts an object, for tests that pin the cost of one operation. */
  byOperation?: Record<string, number>;
}

export function newCapacity(): Capacity {
  return { read: 0, write: 0, byOperation: {} };
}

/** Adds what one call reports. Answers do not say whether plain `CapacityUnits` are read or written: the operation does. */
export function meter(
  capacity: Capacity,
  kind: 'read' | 'write',
  operation: string,
  consumed: readonly ConsumedCapacity[],
): void {
  for (const { CapacityUnits = 0, ReadCapacityUnits, WriteCapacityUnits } of consumed) {
    const isSplit = ReadCapacityUnits !== undefined || WriteCapacityUnits !== undefined;
    const read = ReadCapacityUnits ?? (kind === 'read' && !isSplit ? CapacityUnits : 0);
    const write = WriteCapacityUnits ?? (kind === 'write' && !isSplit ? CapacityUnits : 0);
    capacity.read += read;
    capacity.write += write;
    if (capacity.byOperation) capacity.byOperation[operation] = (capacity.byOperation[operation] ?? 0) + read + write;
  }
}
