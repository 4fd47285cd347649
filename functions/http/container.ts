import { dynamoTable } from '#store/dynamo.ts';
import { env } from './env.ts';
import { type Parts, realTime } from './make-world.ts';
import type { Observer } from './meter.ts';
import type { Persons } from './persons.ts';
import type { Secrets, World } from './world.ts';

/** What a function is given beside the table because it declares it (infra/declaration.ts); clients come with it. */
export interface Means {
  /** `persons`: the values of persons and not only their masks (functions/http/persons.ts). */
  readonly persons?: Persons;
  /** `secrets` (functions/http/secrets.ts). */
  readonly secrets?: () => Promise<Secrets>;
}

const asItIs: Persons = (table) => table;
const noSecrets = () => Promise.reject(new Error('This function declares no secrets.'));

/** What a container of any function holds. Built at import, so that a wrong environment fails the cold start. */
export function containerParts(observer: Observer, { persons = asItIs, secrets = noSecrets }: Means = {}): Parts {
  const used: World['used'] = (part, count) => {
    observer.meter[part] += count;
  };
  return {
    ...realTime,
    table: persons(dynamoTable({ tableName: env('TABLE_NAME'), capacity: observer.meter.capacity }), used),
    secrets,
    used,
  };
}
