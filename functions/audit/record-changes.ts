import { containerParts } from '#functions/http/container.ts';
import { env } from '#functions/http/env.ts';
import { observe } from '#functions/http/meter.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import { bulkPuts } from '#store/bulk.ts';
import { recordChanges } from './record.ts';

const observer = observe('audit');

export const handler = recordChanges({
  parts: containerParts(observer, { secrets: readSecrets }),
  putAll: bulkPuts({ tableName: env('TABLE_NAME'), capacity: observer.meter.capacity }),
  observer,
});
