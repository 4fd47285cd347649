import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { certified, type Erasure, reported } from '#domain/customers/erasure.ts';
import { canonicalJson } from '#domain/shared/canonical-json.ts';
import { erasureCompleted, erasureReported, personErased } from '#events/customers.ts';
import type { Consumed } from '#functions/batch/consumer.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { persons } from '#functions/http/persons.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import type { World } from '#functions/http/world.ts';
import { putErasure, readErasure } from '#store/customers-erasures.ts';
import { putErasureReport, readErasureReported } from '#store/erasure-reports.ts';
import { StaleWrite, withConsistentReads } from '#store/table.ts';
import { erasureWakesAt } from './persons/begin-erasure.ts';
import { eraseOwn } from './persons/erase-own.ts';

/** All six may report at once. */
const attemptsMax = 8;

/**
 * Erases the customers' own rows, as every other context does with its own, and keeps the ledger: when all have
 * reported, the certificate is written. Numbers are whole, so whatever comes twice changes nothing.
 */
export const handler = subscription(
  {
    context: 'customers',
    name: 'on-erasure',
    events: [personErased, erasureReported],
    dedupe: false,
    means: { persons, secrets: readSecrets },
    together: ({ detail }) => detail.erasureId,
  },
  async (event, world) => {
    const current = { ...world, table: withConsistentReads(world.table) };
    const { erasureId } = event.detail;
    if (!isReport(event)) return eraseAndReport(erasureId, current);
    for (let tried = 1; ; tried += 1) {
      try {
        return await enter(current, event.detail);
      } catch (error) {
        if (!(error instanceof StaleWrite) || tried === attemptsMax) throw error;
      }
    }
  },
);

type Report = z.output<(typeof erasureReported)['detail']>;

function isReport(event: Consumed<object>): event is Consumed<Report> {
  return event.type === erasureReported.type;
}

async function eraseAndReport(erasureId: string, world: World): Promise<void> {
  const erasure = await readErasure(world.table, erasureId);
  if (erasure === undefined) return;
  const { removed: erased, suppressed } = await eraseOwn(world, erasure);
  const known = await readErasureReported(world.table, 'customers', erasureId);
  const event = world.event(erasureReported, erasureId, { erasureId, context: 'customers', erased, suppressed });
  await world.commit([putErasureReport('customers', erasureId, known, [event])], undefined);
}

async function enter(world: World, report: Report): Promise<void> {
  const { table, now } = world;
  const before = await readErasure(table, report.erasureId);
  const after = before && reported(before, report, now);
  if (before === undefined || after === undefined) return;
  const { id: erasureId, customerId } = after;
  const isNew = before.state !== after.state;
  const events = isNew ? [world.event(erasureCompleted, customerId, { erasureId, customerId })] : [];
  const wakesAt = after.settled ? undefined : erasureWakesAt(now);
  await table.commit([putErasure(withCertificate(after, now), { events, wakesAt })]);
}

function withCertificate(erasure: Erasure, now: Date): Erasure {
  if (erasure.state !== 'completed') return erasure;
  const certificate = certified(erasure, now);
  const sha256 = createHash('sha256').update(canonicalJson(certificate)).digest('hex');
  return { ...erasure, certificate: { ...certificate, sha256 } };
}
