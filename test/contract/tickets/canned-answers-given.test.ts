import { describe, expect, test } from 'vitest';
import { idOf } from '#test/world.ts';
import { cannedApi, manager, mine, ours, refusal } from './canned.ts';
import { as, customers, departments, fault } from './given.ts';

const greeting = {
  title: 'Greeting',
  shortcut: 'hello',
  body: {
    'zh-CN': '{{contact.name}}，您好！',
    en: 'Dear {{contact.name}} of {{customer.name}},\n{{ticket.number}} “{{ticket.subject}}”: {{agent.name}}, {{company.name}}',
  },
} as const;
const english = { ...fault, customerId: customers.english, subject: '<b>No light</b>' };
const { customerId: __, ...ofNobody } = fault;
const unknownSender = { ...ofNobody, requester: { name: 'Ann', email: 'ann@example.com' } };

describe('GET /v1/tickets/{id}/canned-answers/{cannedAnswerId}', () => {
  test('filled in the contact’s language, else in the company’s; plain text, whatever the values hold', async () => {
    const { call, open, write } = await cannedApi();
    const { id } = await write(greeting);
    const fill = async (body: object) => {
      const ticket = await open(body);
      return (await call('GET', `/v1/tickets/${ticket.id}/canned-answers/${id}`)).body;
    };
    expect(await fill(english)).toMatchObject({
      cannedAnswerId: id,
      locale: 'en',
      text: 'Dear Li Wei of Wei Ltd,\nFK202611001 “<b>No light</b>”: service-agent, Guanxi',
      missing: [],
    });
    expect(await fill(fault)).toMatchObject({ locale: 'zh-CN', text: 'Li Wei，您好！' });
    expect(await fill(unknownSender)).toMatchObject({ text: 'Ann，您好！', missing: [] });
  });

  test('what nobody knows stays and is named; of a closed ticket an agent learns the contact no more', async () => {
    const { call, open, act, write } = await cannedApi();
    const { id } = await write({ ...greeting, body: { en: greeting.body.en } });
    const fill = async (ticketId: string, caller: object = {}) =>
      (await call('GET', `/v1/tickets/${ticketId}/canned-answers/${id}`, caller)).body.missing;
    const stranger = await open(unknownSender);
    expect(await fill(stranger.id, { ...as.serviceManager, memberId: idOf('mem', 77) })).toEqual([
      'customer.name',
      'agent.name',
    ]);
    const ticket = await open(english);
    await act(ticket.id, 'close', { reason: 'withdrawn' });
    expect([await fill(ticket.id), await fill(ticket.id, manager)]).toEqual([['contact.name'], []]);
  });

  test('404 for a ticket or an answer that is not his, 409 for one that is archived', async () => {
    const { call, open, write } = await cannedApi();
    const { id } = await write(mine);
    const ticket = await open();
    const fill = (cannedAnswerId: string, caller: object = {}) =>
      call('GET', `/v1/tickets/${ticket.id}/canned-answers/${cannedAnswerId}`, caller);
    expect(await fill(id, as.southerner)).toMatchObject(refusal(404, 'tickets.not-found'));
    expect(await fill(id, as.rep)).toMatchObject(refusal(403, 'shared.forbidden'));
    expect(await fill(idOf('can', 99))).toMatchObject(refusal(404, 'tickets.canned-answer-not-found'));
    await call('POST', `/v1/canned-answers/${id}/archive`);
    expect(await fill(id)).toMatchObject(refusal(409, 'tickets.canned-answer-archived'));
  });
});

describe('giving canned answers', () => {
  test('respond and resolve say it filled, or as it was edited; messages name it, and each use counts', async () => {
    const { call, open, act, write, mails } = await cannedApi();
    const { id } = await write(greeting);
    const rare = await write(ours);
    const ticket = await open();
    await act(ticket.id, 'respond', { cannedAnswerId: id, via: 'email' });
    await act(ticket.id, 'respond', { cannedAnswerId: id, message: '您好，明天上午到。', via: 'phone' });
    const solved = await act(ticket.id, 'resolve', { cannedAnswerId: rare.id });
    expect(solved).toMatchObject({ state: 'resolved', solution: 'Dear Li Wei, we are on the way.' });
    const { body } = await call('GET', `/v1/tickets/${ticket.id}/messages`);
    expect(body.items.map((each: Record<string, string>) => [each['text'], each['cannedAnswerId']])).toEqual([
      ['Li Wei，您好！', id],
      ['您好，明天上午到。', id],
      ['Dear Li Wei, we are on the way.', rare.id],
    ]);
    expect(mails('ticket.answered')).toHaveLength(1);
    const { body: list } = await call('GET', '/v1/canned-answers?sort=-uses');
    expect(list.items.map((each: { title: string; uses: number }) => [each.title, each.uses])).toEqual([
      ['Greeting', 2],
      ['Thank you', 1],
    ]);
    expect((await call('GET', `/v1/canned-answers/${id}`)).body).toMatchObject({ uses: 2, version: 1 });
  });

  test('422 where there is nothing to say, or what nobody should read; nothing is written and nothing counted', async () => {
    const { call, open, write } = await cannedApi();
    const { id } = await write({ ...ours, body: { en: '{{customer.name}}' } });
    const southern = await write({ ...ours, shortcut: 's', departmentId: departments.south });
    const old = await write({ ...ours, shortcut: 'old' });
    const endless = await write({ ...ours, shortcut: 'endless', body: { en: '{{ticket.subject}}'.repeat(270) } });
    await call('POST', `/v1/canned-answers/${old.id}/archive`, manager);
    const stranger = await open({ ...unknownSender, subject: 'x'.repeat(200) });
    const respond = async (body: object) => {
      const answer = await call('POST', `/v1/tickets/${stranger.id}/respond`, { body: { via: 'phone', ...body } });
      return [answer.status, answer.body.code, answer.body.errors[0].pointer];
    };
    expect(await respond({})).toEqual([422, 'tickets.answer-missing', '/message']);
    for (const cannedAnswerId of [idOf('can', 99), southern.id]) {
      expect(await respond({ cannedAnswerId })).toEqual([422, 'tickets.unknown-canned-answer', '/cannedAnswerId']);
    }
    expect(await respond({ cannedAnswerId: old.id })).toEqual([
      422,
      'tickets.canned-answer-archived',
      '/cannedAnswerId',
    ]);
    expect(await respond({ cannedAnswerId: id })).toEqual([422, 'tickets.canned-answer-unfilled', '/cannedAnswerId']);
    expect(await respond({ cannedAnswerId: id, message: 'Dear {{customer.name}}' })).toEqual([
      422,
      'tickets.canned-answer-unfilled',
      '/message',
    ]);
    expect(await respond({ cannedAnswerId: endless.id })).toEqual([
      422,
      'tickets.canned-answer-too-long',
      '/cannedAnswerId',
    ]);
    expect((await call('POST', `/v1/tickets/${stranger.id}/resolve`, { body: {} })).body.errors[0].pointer).toBe(
      '/solution',
    );
    expect((await call('GET', `/v1/tickets/${stranger.id}/messages`)).body.items).toEqual([]);
    expect((await call('GET', `/v1/canned-answers/${id}`)).body.uses).toBe(0);
  });

  test('said twice under one Idempotency-Key it is given and counted once', async () => {
    const { call, open, write } = await cannedApi();
    const { id } = await write(greeting);
    const ticket = await open();
    const body = { cannedAnswerId: id, via: 'phone' };
    const headers = { 'idempotency-key': 'one' };
    for (let i = 0; i < 2; i += 1) await call('POST', `/v1/tickets/${ticket.id}/respond`, { body, headers });
    expect((await call('GET', `/v1/canned-answers/${id}`)).body.uses).toBe(1);
  });
});
