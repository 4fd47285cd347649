import * as z from 'zod';
import { ContractId, CustomerId, MemberId } from '../shared/ids.ts';
import { Money } from '../shared/money.ts';
import { Stamps } from '../shared/stamps.ts';
import { line, lines } from '../shared/text.ts';
import { LocalDate, Zone } from '../shared/time.ts';
import { ContractKind, ContractState } from './kind.ts';
import { StepCode } from './step.ts';
import { ContractDate, noticeBy, Period, Term } from './term.ts';

const Renewal = z.strictObject({ mode: z.enum(['none', 'auto', 'manual']), term: Period.optional() });

export const contractFields = {
  customerId: CustomerId,
  kind: ContractKind,
  title: line(200),
  amount: Money,
  startsOn: ContractDate,
  endsOn: ContractDate,
  zone: Zone,
  noticePeriod: Period,
  renewal: Renewal,
  ownerId: MemberId,
  remindCustomer: z.boolean(),
  externalNumber: line(100),
} as const;

export const EndReason = lines(500);

export const Contract = z.strictObject({
  id: ContractId,
  /** `HT202611001`: made by the system, never changed, never given twice. */
  number: z.string(),
  customerId: CustomerId,
  ownerId: MemberId,
  kind: ContractKind,
  title: z.string(),
  state: ContractState,
  zone: z.string(),
  terms: z.array(Term).min(1),
  noticePeriod: z.string().optional(),
  renewal: z.strictObject({ mode: Renewal.shape.mode, term: z.string().optional() }),
  remindCustomer: z.boolean(),
  externalNumber: z.string().optional(),
  /** Notice for the present term: it stops the automatic renewal, late or not. */
  notice: z.strictObject({ on: LocalDate, late: z.boolean() }).optional(),
  termination: z.strictObject({ on: LocalDate, reason: z.string() }).optional(),
  /** The last step of the present term that was taken or passed over. */
  said: StepCode.optional(),
  /** How often each step of the present term became a mail: more than once only where its end was moved. */
  mailed: z.partialRecord(StepCode, z.int().positive()).optional(),
  ...Stamps,
});
export type Contract = z.output<typeof Contract>;

/** As a caller sees it. The present term is the latest: the one whose end is the contract's end. */
export const ContractAnswer = Contract.omit({ said: true, mailed: true }).extend({
  currentTerm: Term.pick({ startsOn: true, endsOn: true }),
  amount: Money,
  startsOn: LocalDate,
  endsOn: LocalDate,
  noticeBy: LocalDate.optional(),
});
export type ContractAnswer = z.output<typeof ContractAnswer>;

/** As it stands in lists. */
export const ContractSummary = ContractAnswer.pick({
  id: true,
  number: true,
  customerId: true,
  ownerId: true,
  kind: true,
  title: true,
  state: true,
  amount: true,
  startsOn: true,
  endsOn: true,
});
export type ContractSummary = z.output<typeof ContractSummary>;

export function currentTerm({ terms }: Contract): Term {
  const latest = terms.at(-1);
  if (latest === undefined) throw new Error('A contract has at least one term; its schema has checked it.');
  return latest;
}

export function toAnswer(contract: Contract): ContractAnswer {
  const { said: _, mailed: __, ...rest } = contract;
  const { startsOn, endsOn, amount } = currentTerm(contract);
  const by = contract.noticePeriod === undefined ? {} : { noticeBy: noticeBy(endsOn, contract.noticePeriod) };
  return { ...rest, currentTerm: { startsOn, endsOn }, amount, startsOn, endsOn, ...by };
}
