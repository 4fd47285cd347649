import * as z from 'zod';
import { hourMs, minuteMs } from '#domain/shared/time.ts';
import { foreignSubscription } from '#functions/batch/subscription.ts';
import { putPendingHour } from '#store/costs.ts';

/** What S3 says of a new object (EventBridge `Object Created`); only its name matters. */
const ObjectCreated = z.object({ object: z.object({ key: z.string() }) });
const hourOfKey = /^records\/(\d{4})\/(\d{2})\/(\d{2})\/(\d{2})\//;
/** Firehose holds records back for up to five minutes, so an hour is whole a while after its end. */
const settlingMs = 10 * minuteMs;

/** New records of an hour put that hour on the agenda (rules.md 9): with nothing new, nothing is computed. */
export const handler = foreignSubscription(
  {
    context: 'costs',
    name: 'on-records',
    dedupe: false,
    detail: ObjectCreated,
    subjectOf: ({ object }) => object.key.slice(0, 'records/2026/11/22/01'.length),
  },
  async ({ detail }, world) => {
    const match = hourOfKey.exec(detail.object.key);
    if (match === null) return;
    const [, year, month, day, hour] = match;
    const name = `${year}-${month}-${day}T${hour}`;
    const whole = Date.parse(`${name}:00:00.000Z`) + hourMs + settlingMs;
    const at = new Date(Math.max(whole, world.now.getTime() + settlingMs)).toISOString();
    await world.commit([putPendingHour({ hour: name, version: world.now.getTime() }, at)], undefined);
  },
);
