import { toAnswer } from '#domain/contracts/contract.ts';
import { enter } from '#domain/contracts/rules.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { numberMonth, numberOf } from '#domain/shared/number.ts';
import type { Operation } from '#functions/http/contract.ts';
import { numberKey, putContract } from '#store/contracts.ts';
import { readCompany, readMember } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import type { createContractContract } from './contract-contracts.ts';
import { newsOf } from './news.ts';
import { assertKind, assertOwner, type Customer, customerInBody, sells } from './visible.ts';

export const createContract: Operation<typeof createContractContract> = async ({ body }, caller, world) => {
  const { table, now, newId } = world;
  assertKind(caller, body.kind);
  const [customer, company] = await Promise.all([customerInBody(table, body.customerId, caller), readCompany(table)]);
  if (body.ownerId !== undefined) await assertOwner(table, body.ownerId, caller, customer);
  const ownerId = body.ownerId ?? (await ownerByDefault(table, caller, customer));
  const entry = { ...body, customerId: customer.id, id: newId('ctr'), ownerId, zone: body.zone ?? company.zone };
  const acting = { actorId: caller.memberId, now };
  // What the rules refuse must not use up a number, so they are asked before one is taken.
  enter({ ...entry, number: '' }, acting);
  const month = numberMonth(now, company.zone);
  const number = numberOf('HT', month, await table.next(numberKey(month), 'last'));
  const outcome = enter({ ...entry, number }, acting);
  return world.commit(
    [putContract(outcome.contract, 'absent', await newsOf(outcome, world))],
    toAnswer(outcome.contract),
  );
};

/** The caller if he sells, else the customer's owner. A token by role alone belongs to no member (rules.md 9). */
async function ownerByDefault(table: Table, caller: Caller, customer: Customer): Promise<string> {
  if (!sells(caller) || caller.memberId === customer.ownerId) return customer.ownerId;
  return (await readMember(table, caller.memberId)) === undefined ? customer.ownerId : caller.memberId;
}
