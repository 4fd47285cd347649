import { expect, test } from 'vitest';
import { aCompany, aCustomer } from '#test/steps/company.ts';
import { type System, system } from '#test/steps/system.ts';

/** Both begin an hour before the first of the things that fall due. */
const leaping = system('2026-03-02T00:00:00Z');
const everyMinute = system('2026-03-02T00:00:00Z', { everyRun: true });

/** Two-hour steps: one, and with `LEAP_HOURS=168` a whole week, which takes too long to be part of every run. */
const steps = Math.ceil(Number(process.env['LEAP_HOURS'] ?? 2) / 2);
const timeout = steps * 90_000;

/** Enters the same work, lets the time pass, and says what was written to whom and published in which minute. */
async function aWhile(guanxi: System): Promise<{ mails: string[]; events: string[] }> {
  const { members, service } = await aCompany(guanxi);
  const { id: customerId } = await aCustomer(guanxi, members.rep);
  const rep = { memberId: members.rep };
  for (const time of ['08:30', '09:00', '09:01']) {
    const due = { local: `2026-03-02T${time}`, zone: 'Asia/Shanghai' };
    await guanxi.post('/v1/follow-ups', { customerId, subject: time, due }, rep);
  }
  const amount = { minor: 1, currency: 'CNY' };
  for (const endsOn of ['2026-03-09', '2026-04-01', '2026-06-30']) {
    const contract = { customerId, kind: 'sales', title: endsOn, amount, startsOn: '2026-01-01', endsOn };
    await guanxi.post('/v1/contracts', contract, rep);
  }
  const ticket = { customerId, kind: 'fault', severity: 'major', channel: 'phone', subject: 's', description: 'd' };
  await guanxi.post('/v1/tickets', { ...ticket, departmentId: service }, { memberId: members.agent });
  for (let step = 0; step < steps; step += 1) await guanxi.pass('PT2H');
  const events = (await guanxi.control('GET', '/events')).body.items as { time: string; 'detail-type': string }[];
  const ofOurs = events.filter((event) => !event['detail-type'].startsWith('Object'));
  return {
    mails: (await guanxi.mails())
      .map(({ at, to, headers }) => `${at.slice(0, 15)} ${headers['x-guanxi-kind']} ${to}`)
      .toSorted(),
    events: ofOurs.map((event) => `${event.time.slice(0, 15)} ${event['detail-type']}`).toSorted(),
  };
}

test('leaving out empty runs changes nothing that is written or sent', { timeout }, async () => {
  const [short, long] = [await aWhile(leaping), await aWhile(everyMinute)];
  expect(short.mails.length).toBeGreaterThan(5);
  expect(short).toEqual(long);
});
