import { dynamoTable } from '#store/dynamo.ts';
import { env } from './env.ts';
import { type Parts, realTime } from './make-world.ts';
import type { Observer } from './meter.ts';
import { readSecrets } from './secrets.ts';

/** What a container of any function holds. Built at import, so that a wrong environment fails the cold start. */
export function containerParts(observer: Observer): Parts {
  return {
    ...realTime,
    table: dynamoTable({ tableName: env('TABLE_NAME'), capacity: observer.meter.capacity }),
    secrets: readSecrets,
    used: (part, count) => {
      observer.meter[part] += count;
    },
  };
}
