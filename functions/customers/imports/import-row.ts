import type { ExternalId } from '#domain/customers/customer.ts';
import type { OnDuplicate, Outcome } from '#domain/customers/import.ts';
import { asNew, type Cells, type ChoiceWords, toBody } from '#domain/customers/import-cells.ts';
import { contactDifferences, customerDifferences } from '#domain/customers/import-differences.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import { call } from '#functions/http/call.ts';
import type { Route } from '#functions/http/contract.ts';
import { InvalidInput, Moved } from '#functions/http/problem.ts';
import type { World } from '#functions/http/world.ts';
import { readCustomer } from '#store/customers.ts';
import type { LedgerEntry } from '#store/customers-imports.ts';
import { digestWith, readExternalHolders, readNumberHolder } from '#store/customers-matching.ts';
import type { Write } from '#store/table.ts';
import { readVisible, sees } from '../access.ts';
import { createCustomer } from '../create-customer.ts';
import { patchContact } from '../patch-contact.ts';
import { patchCustomer } from '../patch-customer.ts';

export interface RowJob {
  readonly caller: Caller;
  readonly onDuplicate: OnDuplicate;
  readonly words: ChoiceWords;
  /** The world of one write of this row: what it commits is noted in the ledger, in the same transaction. */
  readonly world: (note: (writes: readonly Write[]) => LedgerEntry, step?: string) => World;
}

/**
 * Enters one row as if its importer had sent it himself: by the operations of the API, with his rights. A row with a
 * customer's number is about that customer; any other is a new one, unless he may be here already.
 */
export async function enterRow(cells: Cells, job: RowJob): Promise<Outcome> {
  const body = toBody(cells, job.words);
  if (cells.number !== undefined) return update(await idByNumber(cells.number, job), body, job);
  const input = asNew(body);
  if (job.onDuplicate !== 'update') return create(input, job.onDuplicate, job);
  try {
    return await create(input, 'fail', job);
  } catch (error) {
    const twin = onlyTwin(error) ?? (await holderOf(input, error, job));
    if (twin === undefined) throw error;
    const { kind: _, ...given } = body;
    return update(twin, cells.kind === undefined ? given : body, job);
  }
}

async function create(body: unknown, onDuplicate: 'fail' | 'reuse' | 'create', job: RowJob): Promise<Outcome> {
  let outcome: Outcome = 'unchanged';
  const world = job.world((writes) => {
    const contact = writes.find(({ op, key }) => op === 'put' && key.sk.startsWith('contact#'));
    outcome = contact === undefined ? 'created' : 'merged';
    const [id = '', contactId] = contact === undefined ? [] : [idIn(contact), contact.key.sk.slice('contact#'.length)];
    return { outcome, customerId: id === '' ? createdId(writes) : id, after: 1, ...(contactId && { contactId }) };
  });
  await call(createCustomer, { query: { onDuplicate }, body }, job.caller, world);
  return outcome;
}

function idIn({ key }: Write): string {
  return key.pk.slice('customers#'.length);
}

function createdId(writes: readonly Write[]): string {
  const own = writes.find(({ key }) => key.sk === '~customer');
  if (own === undefined) throw new Error('a row entered neither a customer nor a contact');
  return idIn(own);
}

async function idByNumber(number: string, { world }: RowJob): Promise<string> {
  // A cell may hold anything, and what is no number is no key either.
  if (!/^C\d{9,15}$/.test(number.trim().toUpperCase())) throw invalidField('/number', 'customers.not-found');
  const id = await readNumberHolder(world(nothing).table, number.trim().toUpperCase());
  if (id === undefined) throw invalidField('/number', 'customers.not-found');
  return id;
}

/** Only what differs is written: contact and customer each by its own operation, so that each of their rules holds. */
async function update(id: string, body: Readonly<Record<string, unknown>>, job: RowJob): Promise<Outcome> {
  const { contact, ownerId, ...fields } = body;
  const { table } = job.world(nothing);
  const before = await readVisible(table, job.caller, id).catch((error: unknown) => {
    // A customer who was merged is not entered any more: his number leads to another.
    const isGone = error instanceof DomainError || error instanceof Moved;
    throw isGone ? invalidField('/number', 'customers.not-found') : error;
  });
  if (ownerId !== undefined && ownerId !== before.ownerId) throw invalidField('/ownerId', 'customers.import-hand-over');
  const ofContact = contactDifferences(
    before.mainContact,
    under('/contact', () => parsed(patchContact, contact ?? {})),
  );
  const ofCustomer = customerDifferences(before, parsed(patchCustomer, fields));
  const steps = [ofContact, ofCustomer].filter((each) => each !== undefined);
  if (steps.length === 0) return 'unchanged';
  const query = { onDuplicate: job.onDuplicate === 'create' ? 'create' : 'fail' } as const;
  const entry = (back: Record<string, unknown>, after: number): LedgerEntry => ({
    outcome: 'updated',
    customerId: id,
    after,
    before: back,
  });
  if (ofContact !== undefined) {
    const { id: contactId, version: ifMatch } = before.mainContact;
    const note = () => ({ ...entry(ofContact.back, ifMatch + 1), contactId });
    const asked = { params: { id: contactId }, query, body: ofContact.patch, ifMatch };
    await under('/contact', () =>
      call(patchContact, asked, job.caller, job.world(note, steps.length > 1 ? 'contact' : '')),
    );
  }
  if (ofCustomer !== undefined) {
    const version = (await readCustomer(job.world(nothing).table, id))?.version ?? before.version;
    const note = () => entry(ofCustomer.back, version + 1);
    const asked = { params: { id }, query, body: ofCustomer.patch, ifMatch: version };
    await call(patchCustomer, asked, job.caller, job.world(note));
  }
  return 'updated';
}

function nothing(): LedgerEntry {
  throw new Error('this world only reads');
}

/** What the contract asks of a body, told of all fields at once. */
function parsed({ contract }: Route, input: unknown): Record<string, unknown> {
  const result = contract.body?.safeParse(input, { reportInput: true });
  if (result === undefined) throw new Error(`${contract.operationId} takes no body`);
  if (!result.success) throw new InvalidInput('body', result.error);
  return result.data as Record<string, unknown>;
}

/** Pointers of an operation of a part's own, as they are in the row's body. */
function under<T>(at: string, work: () => T): T {
  const moved = (error: unknown): never => {
    if (error instanceof InvalidInput) {
      for (const issue of error.cause.issues) issue.path.unshift(at.slice(1));
      throw error;
    }
    if (!(error instanceof DomainError)) throw error;
    const errors = error.errors.map((each) => ({ ...each, pointer: `${at}${each.pointer}` }));
    throw new DomainError(error.kind, error.code, error.facts, errors);
  };
  try {
    const result = work();
    return (result instanceof Promise ? result.catch(moved) : result) as T;
  } catch (error) {
    return moved(error);
  }
}

/** Who has the external ids that another was refused for, if it is one whom the importer sees. */
async function holderOf(input: unknown, error: unknown, { caller, world }: RowJob): Promise<string | undefined> {
  if (!(error instanceof DomainError) || error.code !== 'customers.external-id-taken') return undefined;
  const { externalIds = [] } = parsed(createCustomer, input) as { externalIds?: readonly ExternalId[] };
  const { table, secrets } = world(nothing);
  const holders = await readExternalHolders(table, digestWith((await secrets()).matching), externalIds);
  const [only, ...others] = new Set(holders.filter((id) => id !== undefined));
  if (only === undefined || others.length > 0) return undefined;
  const customer = await readCustomer(table, only);
  return customer !== undefined && sees(caller, customer) ? only : undefined;
}

interface Candidate {
  readonly id?: string;
}

/** The one candidate of a refused duplicate, if the importer sees him. */
function onlyTwin(error: unknown): string | undefined {
  if (!(error instanceof DomainError) || error.code !== 'customers.duplicate') return undefined;
  const [only, ...others] = error.facts['candidates'] as readonly Candidate[];
  return others.length === 0 ? only?.id : undefined;
}
