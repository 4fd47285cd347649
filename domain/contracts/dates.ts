import * as z from 'zod';
import { LocalDate, UtcInstant } from '../shared/time.ts';
import { type Contract, currentTerm } from './contract.ts';
import { refOf, StepCode, stepCodes, stepsOf } from './step.ts';
import { noticeBy } from './term.ts';

/** Who is told at a step. */
export const Party = z.enum(['owner', 'manager', 'customer']);
export type Party = z.output<typeof Party>;

export const ContractDatesAnswer = z.strictObject({
  term: z.int(),
  startsOn: LocalDate,
  endsOn: LocalDate,
  zone: z.string(),
  noticeBy: LocalDate.optional(),
  steps: z.array(
    z.strictObject({
      step: StepCode,
      what: z.enum(['contract.ending', 'contract.ended', 'renews', 'expires']),
      at: UtcInstant,
      to: z.array(Party),
      /** `passed-over`: past when the term was entered, and so part of a later mail. `dropped`: it will not happen. */
      state: z.enum(['done', 'passed-over', 'ahead', 'dropped']),
      /** X-Guanxi-Ref of the mail. */
      ref: z.string().optional(),
    }),
  ),
});
export type ContractDatesAnswer = z.output<typeof ContractDatesAnswer>;

/** Who is told at each step (rules.md 2). */
export function partiesOf(code: StepCode, remindCustomer: boolean): Party[] {
  if (code === 'over') return [];
  const parties: Party[] = code === 'P7D' || code === 'ended' ? ['owner', 'manager'] : ['owner'];
  return remindCustomer && code !== 'ended' ? [...parties, 'customer'] : parties;
}

function isRenewing({ renewal, notice }: Contract): boolean {
  return renewal.mode === 'auto' && notice === undefined;
}

/** What has happened and will happen around the end of the present term. */
export function datesOf(contract: Contract): ContractDatesAnswer {
  const { term, startsOn, endsOn } = currentTerm(contract);
  const by = contract.noticePeriod === undefined ? {} : { noticeBy: noticeBy(endsOn, contract.noticePeriod) };
  const steps = stepsOf(endsOn, contract.zone).map(({ code, at }) => ({
    step: code,
    what: whatOf(code, contract),
    at: at.toISOString(),
    to: partiesOf(code, contract.remindCustomer),
    state: stateOf(code, contract),
    ...(code === 'over' ? {} : { ref: refOf(contract.id, code, term, contract.mailed?.[code] ?? 1) }),
  }));
  return { term, startsOn, endsOn, zone: contract.zone, ...by, steps };
}

type StepAnswer = ContractDatesAnswer['steps'][number];

function whatOf(code: StepCode, contract: Contract): StepAnswer['what'] {
  if (code === 'over') return isRenewing(contract) ? 'renews' : 'expires';
  return code === 'ended' ? 'contract.ended' : 'contract.ending';
}

function stateOf(code: StepCode, contract: Contract): StepAnswer['state'] {
  const { state, said, mailed } = contract;
  const isPast = said !== undefined && stepCodes.indexOf(code) <= stepCodes.indexOf(said);
  if (isPast) return code === 'over' || mailed?.[code] !== undefined ? 'done' : 'passed-over';
  if (state === 'terminated' || (code === 'ended' && isRenewing(contract))) return 'dropped';
  return 'ahead';
}
