import { messages } from '#domain/customers/messages.ts';
import { persons } from '#functions/http/persons.ts';
import { serve } from '#functions/http/serve.ts';
import type { World } from '#functions/http/world.ts';
import { snapshotsInS3 } from './search/search-snapshots.ts';
import { type SearchWorld, searcher } from './search/searcher.ts';
import { routes } from './search-routes.ts';

/** A function of its own: it holds all customers in memory, and may read and nothing else. */
const held = searcher(snapshotsInS3());

export const handler = serve<SearchWorld>(
  'customers',
  routes,
  messages,
  (world: World) => ({ ...world, searcher: held }),
  { persons },
);
