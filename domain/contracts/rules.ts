import { DomainError, invalidField } from '../shared/error.ts';
import { SYSTEM } from '../shared/ids.ts';
import type { Money } from '../shared/money.ts';
import { firstStamps, restamped } from '../shared/stamps.ts';
import { addDays, dateIn, type LocalDate } from '../shared/time.ts';
import { type Contract, currentTerm } from './contract.ts';
import type { ContractKind, ContractState } from './kind.ts';
import { type StepCode, stepAfter, takenUp } from './step.ts';
import { ContractDate, lastDay, lengthOf, noticeBy, type Term } from './term.ts';

/** A contract after a rule, with what is to be told at once and which facts are news. */
export interface Outcome {
  readonly contract: Contract;
  /** The one mail for the steps already past. */
  readonly atOnce?: StepCode | undefined;
  readonly isSigned?: boolean;
  readonly isChanged?: boolean;
  readonly isRenewed?: boolean;
  readonly ended?: { readonly on: LocalDate; readonly how: 'terminated' | 'expired' };
}

export interface Acting {
  readonly actorId: string;
  readonly now: Date;
}

export interface Entry {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly ownerId: string;
  readonly kind: ContractKind;
  readonly title: string;
  readonly amount: Money;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  readonly zone: string;
  readonly noticePeriod?: string | undefined;
  readonly renewal?: Contract['renewal'] | undefined;
  readonly remindCustomer?: boolean | undefined;
  readonly externalNumber?: string | undefined;
  readonly state?: 'draft' | 'running' | undefined;
}

export function enter(entry: Entry, { actorId, now }: Acting): Outcome {
  const {
    startsOn,
    endsOn,
    amount,
    state = 'running',
    noticePeriod,
    externalNumber,
    renewal,
    remindCustomer,
    ...rest
  } = entry;
  assertOrder(startsOn, endsOn);
  const term: Term = { term: 1, startsOn, endsOn, amount };
  const contract: Contract = {
    ...rest,
    state,
    terms: [term],
    renewal: renewalOf(renewal, term),
    remindCustomer: remindCustomer ?? false,
    ...(noticePeriod === undefined ? {} : { noticePeriod }),
    ...(externalNumber === undefined ? {} : { externalNumber }),
    ...firstStamps(now, actorId),
  };
  return state === 'draft' ? { contract } : { ...takeUp(contract, now), isSigned: true };
}

/** Parts of an object that are left out stay as they are (RFC 7396). */
interface RenewalChanges {
  readonly mode?: Contract['renewal']['mode'] | undefined;
  readonly term?: string | null | undefined;
}

/** What a caller may write; null takes an optional field away. */
export interface ContractChanges {
  readonly state?: 'running' | undefined;
  readonly customerId?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly kind?: ContractKind | undefined;
  readonly title?: string | undefined;
  readonly amount?: { readonly minor?: number | undefined; readonly currency?: string | undefined } | undefined;
  readonly startsOn?: LocalDate | undefined;
  readonly endsOn?: LocalDate | undefined;
  readonly zone?: string | undefined;
  readonly noticePeriod?: string | null | undefined;
  readonly renewal?: RenewalChanges | null | undefined;
  readonly remindCustomer?: boolean | null | undefined;
  readonly externalNumber?: string | null | undefined;
}

/** What a contract is about, with whom and since when, is agreed when it is signed. */
const onlyInDraft = ['customerId', 'kind', 'startsOn', 'zone'] as const;

export function change(before: Contract, changes: ContractChanges, { actorId, now }: Acting): Outcome {
  assertState(before, ['draft', 'running']);
  const term = currentTerm(before);
  const held = { ...before, ...term };
  const fixed = onlyInDraft.filter((name) => changes[name] !== undefined && changes[name] !== held[name]);
  if (before.state !== 'draft' && fixed[0] !== undefined) throw invalidField(`/${fixed[0]}`, 'contracts.only-in-draft');
  const next = changed(before, term, changes);
  assertOrder(currentTerm(next).startsOn, currentTerm(next).endsOn);
  const contract = restamped(next, now, actorId);
  if (before.state === 'draft' && changes.state === 'running') {
    return { ...takeUp({ ...contract, state: 'running' }, now), isSigned: true };
  }
  if (before.state === 'draft') return { contract };
  if (currentTerm(next).endsOn === term.endsOn) return { contract, isChanged: true };
  return { ...takeUp(contract, now), isChanged: true };
}

function changed(before: Contract, term: Term, changes: ContractChanges): Contract {
  const { noticePeriod, externalNumber, ...rest } = before;
  const { startsOn = term.startsOn, endsOn = term.endsOn, amount: { minor, currency } = {} } = changes;
  const amount = { minor: minor ?? term.amount.minor, currency: currency ?? term.amount.currency };
  const present: Term = { ...term, startsOn, endsOn, amount };
  const notice = changes.noticePeriod === null ? undefined : (changes.noticePeriod ?? noticePeriod);
  const external = changes.externalNumber === null ? undefined : (changes.externalNumber ?? externalNumber);
  return {
    ...rest,
    ...(notice === undefined ? {} : { noticePeriod: notice }),
    ...(external === undefined ? {} : { externalNumber: external }),
    customerId: changes.customerId ?? before.customerId,
    ownerId: changes.ownerId ?? before.ownerId,
    kind: changes.kind ?? before.kind,
    title: changes.title ?? before.title,
    zone: changes.zone ?? before.zone,
    remindCustomer: changes.remindCustomer === null ? false : (changes.remindCustomer ?? before.remindCustomer),
    renewal:
      changes.renewal === undefined ? before.renewal : renewalOf(patched(before.renewal, changes.renewal), present),
    terms: [...before.terms.slice(0, -1), present],
  };
}

function patched(before: Contract['renewal'], changes: RenewalChanges | null): Contract['renewal'] | undefined {
  if (changes === null) return undefined;
  const term = changes.term === null ? undefined : (changes.term ?? before.term);
  return { mode: changes.mode ?? before.mode, ...(term === undefined ? {} : { term }) };
}

export interface NextTerm {
  readonly startsOn?: LocalDate | undefined;
  readonly endsOn?: LocalDate | undefined;
  readonly term?: string | undefined;
  readonly amount?: Money | undefined;
}

/** A further term, from the day after the present one. What has expired may be renewed too: customers decide late. */
export function renew(before: Contract, asked: NextTerm, { actorId, now }: Acting): Outcome {
  assertState(before, ['running', 'expired']);
  const last = currentTerm(before);
  const startsOn = asked.startsOn ?? addDays(last.endsOn, 1);
  if (startsOn <= last.endsOn) throw invalidField('/startsOn', 'contracts.terms-overlap', { endsOn: last.endsOn });
  const endsOn = asked.endsOn ?? lastDay(startsOn, asked.term ?? before.renewal.term ?? lengthOf(last));
  assertOrder(startsOn, endsOn);
  if (!ContractDate.safeParse(endsOn).success) throw invalidField('/term', 'contracts.date-out-of-range');
  const next: Term = { term: last.term + 1, startsOn, endsOn, amount: asked.amount ?? last.amount };
  const { notice: _, mailed: __, ...rest } = before;
  const contract: Contract = restamped({ ...rest, state: 'running', terms: [...before.terms, next] }, now, actorId);
  return { ...takeUp(contract, now), isRenewed: true };
}

/** Stops the automatic renewal. Notice that comes too late is kept as such: what follows from it, people agree. */
export function giveNotice(before: Contract, on: LocalDate | undefined, { actorId, now }: Acting): Outcome {
  assertState(before, ['running']);
  if (before.notice !== undefined)
    throw new DomainError('conflict', 'contracts.notice-given', { on: before.notice.on });
  const today = dateIn(now, before.zone);
  const given = on ?? today;
  if (given > today) throw invalidField('/on', 'contracts.date-in-future');
  const late = before.noticePeriod !== undefined && given > noticeBy(currentTerm(before).endsOn, before.noticePeriod);
  return { contract: restamped({ ...before, notice: { on: given, late } }, now, actorId) };
}

/** Ends it before its time, for good. */
export function terminate(before: Contract, on: LocalDate, reason: string, { actorId, now }: Acting): Outcome {
  assertState(before, ['running']);
  const [first] = before.terms;
  const { endsOn } = currentTerm(before);
  if (on < (first?.startsOn ?? on) || on > endsOn) {
    throw invalidField('/on', 'contracts.outside-of-term', { startsOn: first?.startsOn, endsOn });
  }
  const contract: Contract = restamped({ ...before, state: 'terminated', termination: { on, reason } }, now, actorId);
  return { contract, ended: { on, how: 'terminated' } };
}

export function handOver(before: Contract, ownerId: string, { actorId, now }: Acting): Outcome {
  return { contract: restamped({ ...before, ownerId }, now, actorId), isChanged: true };
}

/** What is to happen next and when; undefined when nothing is. */
export function nextStep(contract: Contract) {
  if (contract.state !== 'running' && contract.state !== 'expired') return undefined;
  return stepAfter(currentTerm(contract).endsOn, contract.zone, contract.said);
}

/** Takes the step whose instant has come: a mail, or the end of the term. */
export function take(before: Contract, now: Date): Outcome | undefined {
  const step = nextStep(before);
  if (step === undefined || step.at > now) return undefined;
  if (step.code === 'over') return end(restamped(before, now, SYSTEM), now);
  // Nobody has edited it: whose last edit it was stays.
  const said = { ...before, version: before.version + 1, said: step.code };
  return { contract: mailing(said, step.code), atOnce: step.code };
}

function mailing(contract: Contract, code: StepCode | undefined): Contract {
  if (code === undefined) return contract;
  return { ...contract, mailed: { ...contract.mailed, [code]: (contract.mailed?.[code] ?? 0) + 1 } };
}

/** A term that begins to count: what is past is told at once or, where the whole term is over, ends it. */
function takeUp(contract: Contract, now: Date): Outcome {
  const { endsOn } = currentTerm(contract);
  const { said, atOnce } = takenUp(endsOn, contract.zone, now);
  const { said: _, ...rest } = contract;
  if (said !== 'over' && said !== 'ended') {
    return { contract: mailing(said === undefined ? rest : { ...rest, said }, atOnce), atOnce };
  }
  const outcome = end(contract, now);
  if (outcome.isRenewed === true) return outcome;
  return { ...outcome, contract: mailing({ ...outcome.contract, said }, atOnce), atOnce };
}

/** The term is over: renewed by its own agreement unless notice was given, else expired. */
function end(contract: Contract, now: Date): Outcome {
  const term = currentTerm(contract);
  const { mode, term: period } = contract.renewal;
  if (mode === 'auto' && contract.notice === undefined) {
    const startsOn = addDays(term.endsOn, 1);
    const next: Term = {
      term: term.term + 1,
      startsOn,
      endsOn: lastDay(startsOn, period ?? lengthOf(term)),
      amount: term.amount,
    };
    const { mailed: _, ...rest } = contract;
    return { ...whileOver({ ...rest, terms: [...contract.terms, next] }, now), isRenewed: true };
  }
  return { contract: { ...contract, state: 'expired', said: 'over' }, ended: { on: term.endsOn, how: 'expired' } };
}

/** Of a renewed term that is itself over already nothing is told: its end is the next thing to happen. */
function whileOver(contract: Contract, now: Date): Outcome {
  const { endsOn } = currentTerm(contract);
  const { said: _, ...rest } = contract;
  const { said, atOnce } = takenUp(endsOn, contract.zone, now);
  if (said === 'over' || said === 'ended') return { contract: { ...rest, said: 'P7D' } };
  return { contract: mailing(said === undefined ? rest : { ...rest, said }, atOnce), atOnce };
}

function renewalOf(renewal: Contract['renewal'] | undefined, term: Term): Contract['renewal'] {
  if (renewal === undefined) return { mode: 'none' };
  // What renews itself without saying for how long does so for as long as it was agreed at first.
  return renewal.mode === 'auto' && renewal.term === undefined ? { mode: 'auto', term: lengthOf(term) } : renewal;
}

function assertOrder(startsOn: LocalDate, endsOn: LocalDate): void {
  if (endsOn < startsOn) throw invalidField('/endsOn', 'contracts.ends-before-start', { startsOn });
}

export function assertState({ state }: Contract, allowed: readonly ContractState[]): void {
  if (!allowed.includes(state)) throw new DomainError('conflict', 'contracts.wrong-state', { state });
}
