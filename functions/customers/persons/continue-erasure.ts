import type { Erasure } from '#domain/customers/erasure.ts';
import { personErased } from '#events/customers.ts';
import type { World } from '#functions/http/world.ts';
import { putErasure, toErasure } from '#store/customers-erasures.ts';
import type { Item, Write } from '#store/table.ts';
import { erasureWakesAt } from './begin-erasure.ts';

/**
 * Asks everybody once more some minutes later, for what was being written meanwhile, and again as long as somebody has
 * not reported: an erasure is never given up, and its alarm is that of the dead letters.
 */
export function continueErasure(item: Item, world: World): Write[] {
  const before = toErasure(item);
  const settled = before.state === 'completed';
  const next: Erasure = { ...before, settled, attempts: before.attempts + 1, version: before.version + 1 };
  const { id: erasureId, customerId } = next;
  const event = world.event(personErased, customerId, { erasureId, customerId });
  return [putErasure(next, { events: [event], wakesAt: settled ? undefined : erasureWakesAt(world.now) })];
}
