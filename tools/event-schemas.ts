import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { EventDef } from '#events/define.ts';
import { catalogue } from './map.ts';

/** Where the published form of an event is frozen: it may gain optional fields; anything else is a new version. */
export function schemaFile({ type, version }: Pick<EventDef, 'type' | 'version'>): string {
  return `events/versions/${type}.v${version}.json`;
}

export function schemaOf({ detail }: EventDef): object {
  const { $schema: _, ...schema } = z.toJSONSchema(detail, { io: 'output' });
  return schema;
}

/** Writes the schemas of events that are new; what is frozen is only replaced by hand, after the test has said what changed. */
if (import.meta.main) {
  mkdirSync('events/versions', { recursive: true });
  for (const def of catalogue) {
    const file = schemaFile(def);
    if (!existsSync(file) || process.argv.includes('--replace'))
      writeFileSync(file, `${JSON.stringify(schemaOf(def), null, 2)}\n`);
  }
}
