import { type Contract, toAnswer } from '#domain/contracts/contract.ts';
import { change } from '#domain/contracts/rules.ts';
import type { Caller } from '#domain/shared/caller.ts';
import type { Input, Operation } from '#functions/http/contract.ts';
import { readCustomer } from '#store/customers.ts';
import type { Table } from '#store/table.ts';
import { commitOver } from './commit.ts';
import type { changeContractContract } from './contract-contracts.ts';
import { assertKind, assertOwner, assertRead, contractToWrite, customerInBody } from './visible.ts';

type Changes = Input<typeof changeContractContract>['body'];

export const changeContract: Operation<typeof changeContractContract> = async (input, caller, world) => {
  const { params, body, ifMatch } = input;
  const { table, now } = world;
  const before = await contractToWrite(table, params.id, caller);
  assertRead(before, ifMatch);
  const outcome = change(before, body, { actorId: caller.memberId, now });
  if (!isChanged(before, body)) return toAnswer(before);
  await assertReferences(table, before, body, caller);
  return commitOver(before, outcome, world);
};

async function assertReferences(table: Table, before: Contract, body: Changes, caller: Caller): Promise<void> {
  if (body.kind !== undefined) assertKind(caller, body.kind);
  const { customerId = before.customerId, ownerId } = body;
  if (customerId !== before.customerId) await customerInBody(table, customerId, caller);
  if (ownerId === undefined || ownerId === before.ownerId) return;
  await assertOwner(table, ownerId, caller, await readCustomer(table, customerId));
}

function isChanged(before: Contract, body: Changes): boolean {
  const held: Readonly<Record<string, unknown>> = toAnswer(before);
  return Object.entries(body).some(
    ([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(held[name] ?? null),
  );
}
