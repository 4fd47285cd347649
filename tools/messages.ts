import { existsSync } from 'node:fs';
import { contexts } from '#domain/contexts.ts';
import type { Messages, Text } from '#domain/shared/locale.ts';
import { sharedMessages } from '#domain/shared/messages.ts';

const found = await Promise.all(
  contexts
    .filter((context) => existsSync(`domain/${context}/messages.ts`))
    .map(async (context) => (await import(`#domain/${context}/messages.ts`)) as Record<string, Messages>),
);

/** Every code that a caller may meet, with its words: the page /docs/problems. */
export function allMessages(): Record<string, Text> {
  const all: Record<string, Text> = { ...sharedMessages };
  for (const module of found) for (const messages of Object.values(module)) Object.assign(all, messages);
  return Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
