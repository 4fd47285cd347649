import { describe, expect, test } from 'vitest';
import { putCannedAnswer } from '#store/tickets-canned-answers.ts';
import { idOf } from '#test/world.ts';
import { admin, cannedApi, ifMatch, manager, mine, ours, refusal } from './canned.ts';
import { as, departments, people } from './given.ts';

describe('writing canned answers', () => {
  test('an agent writes those of his department, who works on all tickets the company’s as well', async () => {
    const { call } = await cannedApi();
    const post = async (body: object, caller: object = {}) => {
      const answer = await call('POST', '/v1/canned-answers', { body, ...caller });
      return answer.status === 201 ? 201 : answer.body.code;
    };
    expect(await post(mine)).toBe(201);
    expect(await post(ours)).toBe('tickets.not-your-canned-answer');
    expect(await post({ ...mine, departmentId: departments.service })).toBe('tickets.not-your-canned-answer');
    expect(await post(ours, manager)).toBe(201);
    expect(await post({ ...ours, shortcut: 'again' }, admin)).toBe(201);
    for (const caller of [as.rep, as.legal, as.marketing, { role: 'finance' }, { role: 'customer' }]) {
      expect(await post(mine, caller)).toBe('shared.forbidden');
    }
  });

  test('201 with version and counts; 422 names the placeholder that does not exist, 400 every bad field', async () => {
    const { call } = await cannedApi();
    expect(await call('POST', '/v1/canned-answers', { body: mine })).toMatchObject({
      status: 201,
      headers: { etag: '"1"' },
      body: { ...mine, kinds: [], tags: [], uses: 0, createdBy: people.agent },
    });
    const bad = { ...mine, shortcut: 'b', body: { en: '{{contact.phone}}' } };
    const answer = await call('POST', '/v1/canned-answers', { body: bad });
    expect(answer).toMatchObject(refusal(422, 'tickets.unknown-placeholder'));
    expect(answer.body.errors[0]).toMatchObject({
      pointer: '/body/en',
      detail: expect.stringContaining('contact.phone'),
    });
    const wrong = await call('POST', '/v1/canned-answers', { body: { ...mine, shortcut: 'on the way', kinds: ['x'] } });
    expect(wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer).toSorted()).toEqual([
      '/kinds/0',
      '/shortcut',
    ]);
  });

  test('422 for a department that there is not, and for a number that may not be kept', async () => {
    const { call } = await cannedApi();
    const post = (more: object) => call('POST', '/v1/canned-answers', { body: { ...mine, ...more }, ...manager });
    expect(await post({ departmentId: idOf('dep', 99) })).toMatchObject(refusal(422, 'tickets.unknown-department'));
    expect((await post({ body: { 'zh-CN': '身份证 11010519491231002X' } })).status).toBe(422);
  });

  test('a shortcut is one live answer’s: 409 for another, in any case, until the first is archived', async () => {
    const { call, write } = await cannedApi();
    const { id } = await write(mine);
    const again = { ...mine, shortcut: 'WAY' };
    expect(await call('POST', '/v1/canned-answers', { body: again })).toMatchObject({
      ...refusal(409, 'tickets.shortcut-taken'),
      body: { errors: [{ pointer: '/shortcut' }] },
    });
    expect((await call('POST', `/v1/canned-answers/${id}/archive`)).status).toBe(200);
    await write(again);
    expect(await call('POST', `/v1/canned-answers/${id}/restore`)).toMatchObject(
      refusal(409, 'tickets.shortcut-taken'),
    );
    const renamed = await call('PATCH', `/v1/canned-answers/${id}`, { body: { shortcut: 'way-2' }, ...ifMatch(2) });
    expect(renamed.status).toBe(200);
    expect(await call('POST', `/v1/canned-answers/${id}/restore`)).toMatchObject({
      status: 200,
      body: { version: 4, shortcut: 'way-2' },
    });
    await write({ ...mine, shortcut: 'free' });
  });

  test('of many at once with one shortcut one stands', async () => {
    const { call } = await cannedApi();
    const answers = await Promise.all([1, 2, 3, 4].map(() => call('POST', '/v1/canned-answers', { body: mine })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
  });
});

describe('how many', () => {
  test('409 for the 501st live one of a place; archived ones and other places do not count', async () => {
    const { call, write, table } = await cannedApi();
    const { uses: _uses, ...first } = await write(mine);
    const others = Array.from({ length: 499 }, (_each, i) => ({ ...first, id: idOf('can', i) }));
    for (let i = 0; i < 499; i += 100) await table.commit(others.slice(i, i + 100).map(putCannedAnswer));
    const next = { ...mine, shortcut: 'next' };
    expect(await call('POST', '/v1/canned-answers', { body: next })).toMatchObject(
      refusal(409, 'tickets.too-many-canned-answers'),
    );
    await write(ours);
    await call('POST', `/v1/canned-answers/${first.id}/archive`);
    await write(next);
    expect(await call('POST', `/v1/canned-answers/${first.id}/restore`)).toMatchObject(
      refusal(409, 'tickets.too-many-canned-answers'),
    );
  });
});

describe('changing canned answers', () => {
  test('PATCH under If-Match; the old shortcut is free again, null takes the department away', async () => {
    const { call, write } = await cannedApi();
    const { id } = await write(mine);
    const patch = (body: object, version: number, caller: object = {}) =>
      call('PATCH', `/v1/canned-answers/${id}`, { body, ...caller, ...ifMatch(version) });
    expect(await patch({ shortcut: 'coming', kinds: ['fault'] }, 1)).toMatchObject({
      status: 200,
      body: { version: 2, shortcut: 'coming', kinds: ['fault'], title: mine.title },
    });
    expect((await patch({ title: 'x' }, 1)).status).toBe(412);
    expect((await call('PATCH', `/v1/canned-answers/${id}`, { body: { title: 'x' } })).status).toBe(428);
    expect(await patch({ departmentId: null }, 2)).toMatchObject(refusal(403, 'tickets.not-your-canned-answer'));
    expect(await patch({ body: { en: null } }, 2)).toMatchObject(refusal(422, 'tickets.canned-answer-empty'));
    const moved = await patch({ departmentId: null }, 2, manager);
    expect(moved.body).not.toHaveProperty('departmentId');
    expect(await patch({ title: 'x' }, 3)).toMatchObject(refusal(403, 'tickets.not-your-canned-answer'));
    await write(mine);
  });

  test('what is another department’s is not there: 404 in the path, for reading and for writing', async () => {
    const { call, write } = await cannedApi();
    const { id } = await write(mine);
    const path = `/v1/canned-answers/${id}`;
    const missing = refusal(404, 'tickets.canned-answer-not-found');
    expect(await call('GET', path, as.southerner)).toMatchObject(missing);
    expect(await call('PATCH', path, { body: { title: 'x' }, ...as.southerner, ...ifMatch(1) })).toMatchObject(missing);
    expect(await call('POST', `${path}/archive`, as.southerner)).toMatchObject(missing);
    expect(await call('GET', `/v1/canned-answers/${idOf('can', 99)}`)).toMatchObject(missing);
    for (const caller of [as.rep, as.legal, as.marketing, { role: 'customer' } as const]) {
      expect(await call('GET', path, caller)).toMatchObject(refusal(403, 'shared.forbidden'));
      expect(await call('GET', '/v1/canned-answers', caller)).toMatchObject(refusal(403, 'shared.forbidden'));
    }
  });
});

describe('GET /v1/canned-answers', () => {
  test('what is offered: the company’s, the department’s and those above; managers see all; archived only if asked for', async () => {
    const { call, write, titles } = await cannedApi();
    await write(ours);
    await write(mine);
    await write({ ...mine, title: 'Of service', shortcut: 'service', departmentId: departments.service });
    await write({ ...mine, title: 'Of the south', shortcut: 'south', departmentId: departments.south });
    const old = await write({ ...mine, title: 'Old', shortcut: 'old' });
    await call('POST', `/v1/canned-answers/${old.id}/archive`);
    expect(await titles()).toEqual(['Of service', 'On the way', 'Thank you']);
    expect(await titles('', as.southerner)).toEqual(['Of service', 'Of the south', 'Thank you']);
    expect(await titles('', manager)).toEqual(['Of service', 'Of the south', 'On the way', 'Thank you']);
    expect(await titles(`?departmentId=${departments.south}`, manager)).toEqual([
      'Of service',
      'Of the south',
      'Thank you',
    ]);
    expect(await titles(`?departmentId=${departments.south}`)).toEqual(['Of service', 'Thank you']);
    expect(await titles('?archived=true')).toEqual(['Old']);
  });

  test('by kind: those for it and those for every kind', async () => {
    const { write, titles } = await cannedApi();
    await write({ ...ours, kinds: ['fault', 'fault'] });
    await write({ ...ours, title: 'Sorry', shortcut: 'sorry', kinds: ['complaint'] });
    await write({ ...ours, title: 'Any', shortcut: 'any' });
    expect(await titles('?kind=fault')).toEqual(['Any', 'Thank you']);
    expect(await titles('?kind=complaint')).toEqual(['Any', 'Sorry']);
  });

  test('in pages, by title as the reader’s language orders it', async () => {
    const { call, write } = await cannedApi();
    for (const [i, title] of ['赵', '安', '王', '安'].entries()) await write({ ...ours, title, shortcut: `s${i}` });
    const found: string[] = [];
    let cursor = '';
    do {
      const { body } = await call('GET', `/v1/canned-answers?limit=3${cursor}`, { locale: 'zh-CN' });
      found.push(...body.items.map(({ title }: { title: string }) => title));
      cursor = body.next === null ? '' : `&cursor=${body.next}`;
    } while (cursor !== '');
    expect(found).toEqual(['安', '安', '王', '赵']);
  });
});
