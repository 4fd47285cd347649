import { describe, expect, test } from 'vitest';
import { assign } from '#domain/tickets/flow.ts';
import { messages } from '#domain/tickets/messages.ts';
import { deliveredSla } from '#domain/tickets/sla.ts';
import { routes as intakeRoutes } from '#functions/tickets/intake-routes.ts';
import { routes as linkRoutes } from '#functions/tickets/links-routes.ts';
import { routes as readingRoutes } from '#functions/tickets/reading-routes.ts';
import { routes } from '#functions/tickets/routes.ts';
import { memoryTable } from '#store/memory.ts';
import { maskedOf } from '#store/table.ts';
import { putTicket, readTicket } from '#store/tickets.ts';
import { inProcess } from '#test/world.ts';
import { aCompany, as, people } from './given.ts';

const requester = { name: 'Ann', email: 'ann.lee@example.com' };
const asked = { kind: 'question', severity: 'minor', channel: 'email', subject: 'A question', description: 'How?' };

async function given() {
  const table = memoryTable();
  await aCompany(table);
  const all = [...routes, ...intakeRoutes, ...readingRoutes, ...linkRoutes];
  const slice = inProcess('tickets', all, messages, { table, as: as.serviceManager });
  const open = async () => (await slice.call('POST', '/v1/tickets', { body: { ...asked, requester } })).body;
  const text = () =>
    JSON.stringify([table.rows(), table.news], (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
  return { ...slice, raw: table, open, text };
}

describe('the address of a requester', () => {
  test('stands in no row and no news in clear, whatever was done with his ticket, and is read as it was given', async () => {
    const { call, open, text } = await given();
    const { id } = await open();
    const done = await call('POST', `/v1/tickets/${id}/assign`, { body: { assigneeId: people.agent } });
    expect(done).toMatchObject({ status: 200, body: { requester } });
    const part = await call('POST', `/v1/tickets/${id}/split`, { body: { subject: 'And', description: 'More' } });
    expect(part).toMatchObject({ status: 201, body: { requester } });
    expect((await call('GET', `/v1/tickets/${part.body.id}`)).body.requester).toEqual(requester);
    const headers = { 'idempotency-key': 'once' };
    for (let time = 0; time < 2; time += 1) {
      const again = await call('POST', '/v1/tickets', { body: { ...asked, requester }, headers });
      expect(again).toMatchObject({ status: 201, body: { requester } });
    }
    expect(text()).not.toContain('ann.lee');
    expect(text()).toContain('an***@example.com');
  });

  test('is a mask to a function without the keys, which writes it back as it read it', async () => {
    const { call, open, table } = await given();
    const { id } = await open();
    const masked = maskedOf(table);
    const ticket = await readTicket(masked, id);
    expect(ticket?.requester?.email).toBe('an***@example.com');
    if (ticket === undefined) throw new Error('no ticket');
    const after = assign(ticket, { assigneeId: people.agent }, { by: people.admin, now: new Date() });
    await masked.commit([putTicket(after, deliveredSla, { version: ticket.version })]);
    expect((await call('GET', `/v1/tickets/${id}`)).body).toMatchObject({ assigneeId: people.agent, requester });
  });

  test('tells whether two tickets are of the same person', async () => {
    const { call, open } = await given();
    const [one, two] = [await open(), await open()];
    const other = await call('POST', '/v1/tickets', {
      body: { ...asked, requester: { ...requester, email: 'bob@example.com' } },
    });
    const merge = async (intoId: string) =>
      (await call('POST', `/v1/tickets/${one.id}/merge`, { body: { intoId } })).status;
    expect(await merge(other.body.id)).toBe(422);
    expect(await merge(two.id)).toBe(200);
  });
});
