import { importPartQueued } from '#events/customers.ts';
import type { World } from '#functions/http/world.ts';
import { putPart, readParts } from '#store/customers-imports.ts';

const partsAtOnce = 25;

/** Announces every part of the import anew, to be taken back. */
export async function queueUndo(importId: string, world: World): Promise<void> {
  const parts = (await readParts(world.table, importId)).filter(({ state }) => state === 'done');
  for (let at = 0; at < parts.length; at += partsAtOnce) {
    const writes = parts.slice(at, at + partsAtOnce).map((part) => {
      const queued = world.event(importPartQueued, importId, { importId, part: part.part });
      return putPart(importId, { ...part, state: 'undoing', version: part.version + 1 }, [queued]);
    });
    await world.table.commit(writes);
  }
}
