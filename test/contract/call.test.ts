import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Caller } from '#domain/shared/caller.ts';
import { call } from '#functions/http/call.ts';
import { type Contract, Reply, route } from '#functions/http/contract.ts';
import { testParts, testWorld } from '#test/world.ts';

const contract = {
  method: 'PATCH',
  path: '/v1/things/{id}',
  operationId: 'changeThing',
  summary: 'Change a thing',
  permission: 'customers.edit',
  accepts: 'application/merge-patch+json',
  params: z.strictObject({ id: z.string().regex(/^t\d+$/) }),
  query: z.strictObject({ limit: z.string().transform(Number).default(50) }),
  body: z.strictObject({ name: z.string().min(1) }),
  ifMatch: true,
  dryRun: true,
  status: 200,
  output: z.strictObject({ said: z.unknown() }),
} as const satisfies Contract;
const thing = route(contract, async (input) => ({ said: input }));
const reply = route(contract, async (input) => new Reply(201, { said: input.body.name }));

const caller: Caller = { memberId: 'mem_1', role: 'sales-rep', departments: [], locale: 'en', zone: 'Asia/Shanghai' };
const world = testWorld(testParts());
const asked = { params: { id: 't1' }, body: { name: 'a' }, ifMatch: 3 };

describe('an operation that code asks for on somebody’s behalf', () => {
  test('gets each part read by its own schema, with the defaults', async () => {
    const { said } = await call(thing, asked, caller, world);
    expect(said).toEqual({ ...asked, query: { limit: 50 }, isDryRun: false });
    const { said: rehearsed } = await call(thing, { ...asked, query: { limit: '7' }, isDryRun: true }, caller, world);
    expect(rehearsed).toMatchObject({ query: { limit: 7 }, isDryRun: true });
  });

  test('is refused to whom the role does not give the permission, before anything is read', async () => {
    const refused = call(thing, { ...asked, body: null }, { ...caller, role: 'finance' }, world);
    await expect(refused).rejects.toMatchObject({ kind: 'forbidden', code: 'shared.forbidden' });
  });

  test('is refused what the contract does not take, as over HTTP', async () => {
    await expect(call(thing, { ...asked, body: { name: '', more: 1 } }, caller, world)).rejects.toMatchObject({
      name: 'InvalidInput',
      part: 'body',
    });
    await expect(call(thing, { ...asked, params: { id: 'x' } }, caller, world)).rejects.toMatchObject({ status: 404 });
  });

  test('answers with the body, whatever status it would have been sent with', async () => {
    expect(await call(reply, asked, caller, world)).toEqual({ said: 'a' });
  });
});
