import { describe, expect, test } from 'vitest';
import { signLink } from '#functions/http/links.ts';
import { testSecrets } from '#test/world.ts';
import { as, contacts, fault, people, ticketsApi } from './given.ts';

const hourMs = 3_600_000;
const form = 'application/x-www-form-urlencoded';

/** A ticket of the agent, solved, with the link that its contact was sent. */
async function solved(body: object = fault) {
  const api = await ticketsApi();
  const { id } = await api.open(body);
  await api.act(id, 'assign', { assigneeId: people.agent });
  await api.act(id, 'resolve', { solution: 'New fuse.', prevention: 'Check fuses in spring.' });
  const linkOf = (cycle = 1, by: string = contacts.wei, ticketId = id) =>
    `/v1/satisfaction/${signLink(testSecrets, 'survey', `${ticketId} ${cycle} ${by}`)}`;
  const path = linkOf();
  const answer = (sent: string, at = path) =>
    api.call('POST', at, { anonymous: true, body: sent, headers: { 'content-type': form } });
  const view = async () => (await api.call('GET', `/v1/tickets/${id}`, as.serviceManager)).body;
  const said = async () => (await api.call('GET', `/v1/tickets/${id}/messages`, as.rep)).body.items;
  return { ...api, id, path, linkOf, answer, view, said };
}

describe('the link in the mail', () => {
  test('looking at it shows a page in the reader’s language, and records nothing', async () => {
    const { call, path, view } = await solved({ ...fault, subject: '<b>Box</b> & fuse' });
    const before = await view();
    const { status, headers, body } = await call('GET', path, {
      anonymous: true,
      headers: { 'accept-language': 'en' },
    });
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch('text/html');
    expect(headers['content-security-policy']).toMatch("default-src 'none'");
    expect(body).toContain('Are you satisfied');
    expect(body).toContain('&#60;b&#62;Box');
    expect(await view()).toEqual(before);
  });

  test('dissatisfied reopens the ticket, keeps the customer’s words and tells the manager, once however often it is sent', async () => {
    const { answer, view, said, mails, news, id } = await solved();
    const sent = `satisfied=no&comment=${encodeURIComponent('还在冒烟。\r\nCard 6222020200112230')}`;
    expect((await answer(sent)).status).toBe(200);
    expect(await view()).toMatchObject({ state: 'in-progress', cycle: 2, updatedBy: contacts.wei });
    expect((await said()).at(-1)).toMatchObject({ direction: 'in', via: 'web', by: contacts.wei });
    expect((await said()).at(-1).text).toMatch(/^还在冒烟/);
    expect(mails('ticket.dissatisfied')).toEqual([[`${id}#dissatisfied/1`, people.teamLead]]);
    const { version } = await view();
    await answer('satisfied=no&comment=');
    expect((await view()).version).toBe(version);
    expect(news('ticket.reopened')).toHaveLength(1);
  });

  test('an answer may be changed for a day; both stand in the history', async () => {
    const { answer, call, clock, view, news, id } = await solved();
    await answer('satisfied=no');
    clock.advance(24 * hourMs);
    await answer('satisfied=yes');
    expect(await view()).toMatchObject({ state: 'closed', solution: 'New fuse.' });
    expect(news('ticket.closed')).toHaveLength(1);
    const { body } = await call('GET', `/v1/tickets/${id}/satisfaction`);
    expect(body).toMatchObject({
      dissatisfactions: 0,
      cycles: [{ cycle: 1, outcome: 'satisfied', verdicts: [{ satisfied: false }, { satisfied: true }] }, { cycle: 2 }],
    });
    clock.advance(1);
    expect((await answer('satisfied=no')).body).toContain('评价已结束');
    expect((await view()).state).toBe('closed');
  });

  test('is closed when there is a new solution, which has a link of its own', async () => {
    const { act, answer, call, id, linkOf, path, view } = await solved();
    await answer('satisfied=no');
    await act(id, 'resolve', { solution: 'New box.' });
    expect((await answer('satisfied=yes')).body).toContain('评价已结束');
    expect((await call('GET', path, { anonymous: true })).body).not.toContain('<form');
    await answer('satisfied=yes', linkOf(2));
    expect(await view()).toMatchObject({ state: 'closed', cycle: 2 });
  });

  test('what we did not sign, or signed for something else, or about no ticket, is 404', async () => {
    const { call, linkOf, path, answer } = await solved();
    const other = `/v1/satisfaction/${signLink(testSecrets, 'unsubscribe', 'x')}`;
    for (const each of [`${path}x`, other, linkOf(1, contacts.wei, 'tkt_00000000000000000000000009'), linkOf(0)]) {
      expect((await call('GET', each, { anonymous: true })).body.code).toBe('tickets.bad-link');
      expect((await answer('satisfied=yes', each)).body.code).toBe('tickets.bad-link');
    }
    expect((await answer('satisfied=perhaps')).status).toBe(400);
  });
});

describe('whoever asked and is no contact of ours', () => {
  const requester = { name: 'Zhao', email: 'zhao@example.net' };
  const { customerId: _, ...unknown } = fault;

  test('is answered, told the result and asked by mail to the address that he gave', async () => {
    const { act, clock, id, table, sweep } = await solved({ ...unknown, requester });
    await act(id, 'reopen', { reason: 'again' });
    await act(id, 'respond', { message: 'We are on it.', via: 'email' });
    await act(id, 'resolve', { solution: 'New box.' });
    clock.advance(24 * hourMs);
    await sweep();
    const asked = table.news
      .filter(({ type }) => type === 'mail.requested')
      .map(({ detail }) => detail as { kind: string; to: object })
      .filter(({ kind }) => kind !== 'ticket.warning');
    expect(asked.map(({ kind }) => kind)).toEqual([
      'ticket.resolved',
      'ticket.answered',
      'ticket.resolved',
      'ticket.survey',
    ]);
    expect(new Set(asked.map(({ to }) => JSON.stringify(to)))).toEqual(new Set([JSON.stringify({ ticketId: id })]));
    expect(JSON.stringify(table.news)).not.toContain(requester.email);
  });

  test('answers by his link', async () => {
    const { answer, linkOf, view } = await solved({ ...unknown, requester });
    await answer('satisfied=yes', linkOf(1, 'requester'));
    expect(await view()).toMatchObject({ state: 'closed', updatedBy: 'requester' });
  });
});

test('what prevents the like is kept with the ticket, and can be added later', async () => {
  const { act, call, id, view } = await solved();
  expect(await view()).toMatchObject({ prevention: 'Check fuses in spring.' });
  await act(id, 'reopen', { reason: 'again' });
  await act(id, 'resolve', { solution: 'New box.' });
  expect(await view()).toMatchObject({ prevention: 'Check fuses in spring.' });
  const headers = { 'if-match': `"${(await view()).version}"` };
  await call('PATCH', `/v1/tickets/${id}`, { body: { prevention: '每季度检查。' }, headers });
  expect(await view()).toMatchObject({ prevention: '每季度检查。' });
});
