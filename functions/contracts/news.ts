import { type Contract, currentTerm } from '#domain/contracts/contract.ts';
import { partiesOf } from '#domain/contracts/dates.ts';
import type { Outcome } from '#domain/contracts/rules.ts';
import { refOf, type StepCode } from '#domain/contracts/step.ts';
import { dateIn, daysBetween } from '#domain/shared/time.ts';
import { contractChanged, contractEnded, contractRenewed, contractSigned } from '#events/contracts.ts';
import type { Event } from '#events/define.ts';
import { type MailTo, mailRequested } from '#events/mail.ts';
import type { World } from '#functions/http/world.ts';
import { readCustomer } from '#store/customers.ts';
import { readManagersOf } from '#store/members.ts';

/** The events of what a rule decided, the mail that is due at once among them. */
export async function newsOf(outcome: Outcome, world: World): Promise<Event[]> {
  const { contract, atOnce } = outcome;
  return [...factsOf(outcome, world), ...(atOnce === undefined ? [] : await requestsOf(contract, atOnce, world))];
}

function factsOf({ contract, isSigned, isChanged, isRenewed, ended }: Outcome, { event }: World): Event[] {
  const { id: contractId, customerId, ownerId, number, kind } = contract;
  const { term, startsOn, endsOn, amount } = currentTerm(contract);
  const [first = { startsOn, endsOn, amount }] = contract.terms;
  const signed = { startsOn: first.startsOn, endsOn: first.endsOn, amount: first.amount };
  return [
    ...(isSigned
      ? [event(contractSigned, contractId, { contractId, customerId, ownerId, number, kind, ...signed })]
      : []),
    ...(isChanged ? [event(contractChanged, contractId, { contractId, customerId, ownerId, endsOn, amount })] : []),
    ...(isRenewed
      ? [event(contractRenewed, contractId, { contractId, customerId, term, startsOn, endsOn, amount })]
      : []),
    ...(ended ? [event(contractEnded, contractId, { contractId, customerId, ...ended })] : []),
  ];
}

async function requestsOf(contract: Contract, code: StepCode, world: World): Promise<Event[]> {
  const { id: contractId, customerId, number } = contract;
  const { term, endsOn } = currentTerm(contract);
  const kind = code === 'ended' ? 'contract.ended' : 'contract.ending';
  const ref = refOf(contractId, code, term, contract.mailed?.[code] ?? 1);
  const daysLeft = daysBetween(dateIn(world.now, contract.zone), endsOn);
  const facts = { contractId, customerId, number, endsOn, step: code, daysLeft };
  const to = await recipientsOf(contract, code, world);
  return to.map((each) => world.event(mailRequested, contractId, { kind, ref, to: each, facts }));
}

/** Nothing is read for an owner alone: ten thousand reminders fall due at one nine o'clock. */
async function recipientsOf(contract: Contract, code: StepCode, { table }: World): Promise<MailTo[]> {
  const parties = partiesOf(code, contract.remindCustomer);
  const [managers, customer] = await Promise.all([
    parties.includes('manager') ? readManagersOf(table, contract.ownerId) : [],
    parties.includes('customer') ? readCustomer(table, contract.customerId) : undefined,
  ]);
  const members = new Set([contract.ownerId, ...managers.map(({ id }) => id)]);
  const contact = customer && { customerId: customer.id, contactId: customer.mainContact.id };
  return [...[...members].map((memberId) => ({ memberId })), ...(contact === undefined ? [] : [contact])];
}
