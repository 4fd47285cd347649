import * as z from 'zod';
import { DomainError, invalidField } from '../shared/error.ts';
import { CustomerId, DepartmentId, MemberId } from '../shared/ids.ts';
import { present } from '../shared/present.ts';
import { assertOpened, Sealed } from '../shared/sealed.ts';
import { line, lines } from '../shared/text.ts';
import { UtcInstant } from '../shared/time.ts';
import { says } from '../shared/words.ts';
import { Address, StoredAddress } from './address.ts';
import { Contact, ContactInput } from './contact.ts';
import type { Field } from './field.ts';
import { FieldsPatch, FieldValues, marksOf } from './fields.ts';
import { addressLine } from './high-grade.ts';

const CustomerKind = z.enum(['company', 'individual']);
/** A code of one of the company's choice lists; which codes there are, the list says. */
const Choice = z.string().regex(/^[a-z0-9-]{1,40}$/, says('shared.choice-code'));

/** The id of the same customer in another system: unique for ever. */
export const ExternalId = z.strictObject({
  system: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, says('shared.slug')),
  id: line(100),
});
export type ExternalId = z.output<typeof ExternalId>;

/** Each has a copy of the customer's row: all of them move in one transaction. */
export const tagsMax = 50;
export const externalIdsMax = 20;
const Tags = z
  .array(line(40))
  .max(tagsMax)
  .transform((tags) => [...new Set(tags.map((tag) => tag.normalize('NFC')))]);
const ExternalIds = z
  .array(ExternalId)
  .max(externalIdsMax)
  .transform((ids) => [...new Map(ids.map((each) => [`${each.system}:${each.id}`, each])).values()]);

const fields = {
  name: line(200),
  industry: Choice,
  level: Choice,
  source: Choice,
  /** Whose purchase it is: a private buyer, a group, an office (CUS-29); what there is, the company's list says. */
  buyerType: Choice,
  tags: Tags,
  address: Address,
  parentId: CustomerId,
  externalIds: ExternalIds,
  nextFollowUpPlan: lines(500),
} as const;

export const CustomerInput = /* @__PURE__ */ (() =>
  z.strictObject({
    kind: CustomerKind,
    name: fields.name,
    industry: fields.industry.optional(),
    level: fields.level.optional(),
    source: fields.source.optional(),
    buyerType: fields.buyerType.optional(),
    ownerId: MemberId.optional(),
    tags: fields.tags.optional(),
    address: fields.address.optional(),
    parentId: fields.parentId.optional(),
    externalIds: fields.externalIds.optional(),
    nextFollowUpPlan: fields.nextFollowUpPlan.optional(),
    /** Of the company's own fields; one left out takes its default. */
    fields: FieldsPatch.optional(),
    contact: ContactInput,
  }))();
export type CustomerInput = z.output<typeof CustomerInput>;

/** A merge patch: null takes a field away. Number, owner and last contact are not the caller's to write. */
export const CustomerPatch = /* @__PURE__ */ (() =>
  z.strictObject({
    kind: CustomerKind.optional(),
    name: fields.name.optional(),
    industry: fields.industry.nullable().optional(),
    level: fields.level.optional(),
    source: fields.source.nullable().optional(),
    buyerType: fields.buyerType.nullable().optional(),
    tags: fields.tags.nullable().optional(),
    address: Address.partial().nullable().optional(),
    parentId: fields.parentId.nullable().optional(),
    externalIds: fields.externalIds.nullable().optional(),
    nextFollowUpPlan: fields.nextFollowUpPlan.nullable().optional(),
    fields: FieldsPatch.optional(),
  }))();
export type CustomerPatch = z.output<typeof CustomerPatch>;

/** A company or a person that we deal with. */
export const Customer = z.object({
  id: CustomerId,
  /** `C202611001`: made by the system, never changed, never given twice. */
  number: z.string(),
  kind: CustomerKind,
  name: z.string(),
  industry: z.string().optional(),
  level: z.string(),
  source: z.string().optional(),
  buyerType: z.string().optional(),
  ownerId: MemberId,
  /** The owner's: it follows him. */
  departmentId: DepartmentId,
  collaboratorIds: z.array(MemberId),
  tags: z.array(z.string()),
  address: StoredAddress.optional(),
  parentId: CustomerId.optional(),
  externalIds: z.array(z.object({ system: z.string(), id: z.string() })),
  nextFollowUpPlan: z.string().optional(),
  fields: FieldValues.optional(),
  /** By which lists by a choice find him; made of the fields, and nobody's to see. */
  marks: z.array(z.string()).optional(),
  /** Ids of the fields that are graded high; `address.line` where a company has it of a person who went up in it. */
  graded: z.array(z.string()).optional(),
  /** As of a contact: of an individual's address, and of fields that are graded high. */
  sealed: Sealed.optional(),
  opened: Sealed.optional(),
  mainContact: Contact,
  /** When somebody last said that the record is right. */
  verifiedAt: UtcInstant.optional(),
  /** In the bin since then: erased 30 days later. */
  deletedAt: UtcInstant.optional(),
  version: z.int().positive(),
  createdAt: UtcInstant,
  createdBy: z.string(),
  updatedAt: UtcInstant,
  updatedBy: z.string(),
});
export type Customer = z.output<typeof Customer>;

/** What a list and its copies take over as it is. */
export const CustomerSummary = Customer.pick({
  id: true,
  number: true,
  kind: true,
  name: true,
  industry: true,
  level: true,
  ownerId: true,
  departmentId: true,
  createdAt: true,
});

export const collaboratorsMax = 50;
const binDays = 30;

/** Who changes what when. */
export interface Change {
  readonly now: Date;
  readonly actorId: string;
}

export interface Birth extends Change {
  readonly id: string;
  readonly number: string;
  readonly owner: { readonly id: string; readonly departmentId: string };
  readonly mainContact: Contact;
}

export function newCustomer({ contact: _, fields: __, ...input }: CustomerInput, birth: Birth): Customer {
  const at = birth.now.toISOString();
  return {
    ...present(input),
    id: birth.id,
    number: birth.number,
    kind: input.kind,
    name: input.name,
    level: input.level ?? 'normal',
    ownerId: birth.owner.id,
    departmentId: birth.owner.departmentId,
    collaboratorIds: [],
    tags: input.tags ?? [],
    externalIds: input.externalIds ?? [],
    mainContact: birth.mainContact,
    version: 1,
    createdAt: at,
    createdBy: birth.actorId,
    updatedAt: at,
    updatedBy: birth.actorId,
  };
}

/** The next version with some fields changed. */
export function changed(customer: Customer, fields: Partial<Customer>, { now, actorId }: Change): Customer {
  const next = {
    ...customer,
    ...fields,
    version: customer.version + 1,
    updatedAt: now.toISOString(),
    updatedBy: actorId,
  };
  return present(next) as Customer;
}

export function patchCustomer(customer: Customer, patch: CustomerPatch, change: Change): Customer {
  assertOpened(customer);
  const { address, tags, externalIds, fields: _, ...rest } = patch;
  const merged = changed(
    customer,
    {
      ...(rest as Partial<Customer>),
      ...(tags === undefined ? {} : { tags: tags ?? [] }),
      ...(externalIds === undefined ? {} : { externalIds: externalIds ?? [] }),
    },
    change,
  );
  if (address === undefined) return merged;
  const { address: before, ...without } = merged;
  if (address === null) return without;
  const after = present({ ...before, ...address });
  if (after['country'] === undefined) throw invalidField('/address/country', 'customers.address-country');
  return { ...without, address: after };
}

/** What a patch changed, for the event: names of fields, never their values. */
export function changedFields(before: Customer, after: Customer): string[] {
  const own: ReadonlySet<string> = new Set([
    'version',
    'updatedAt',
    'updatedBy',
    'marks',
    'graded',
    'sealed',
    'opened',
  ]);
  const names = new Set([...Object.keys(before), ...Object.keys(after)].filter((name) => !own.has(name)));
  return [...names].filter(
    (name) => JSON.stringify(before[name as keyof Customer]) !== JSON.stringify(after[name as keyof Customer]),
  );
}

export function withCollaborator(customer: Customer, memberId: string, change: Change): Customer {
  if (customer.collaboratorIds.length >= collaboratorsMax) {
    throw new DomainError('conflict', 'customers.too-many-collaborators', { maximum: collaboratorsMax });
  }
  return changed(customer, { collaboratorIds: [...customer.collaboratorIds, memberId] }, change);
}

export function withoutCollaborator(customer: Customer, memberId: string, change: Change): Customer {
  return changed(customer, { collaboratorIds: customer.collaboratorIds.filter((id) => id !== memberId) }, change);
}

interface Owner {
  readonly id: string;
  readonly departmentId: string;
}

/** The customer goes to another; his department goes with him, and a collaborator who becomes the owner is one no more. */
export function handedOver(customer: Customer, owner: Owner, change: Change): Customer {
  return changed(withOwner(customer, owner), {}, change);
}

export function withOwner(customer: Customer, { id: ownerId, departmentId }: Owner): Customer {
  const collaboratorIds = customer.collaboratorIds.filter((id) => id !== ownerId);
  return { ...customer, ownerId, departmentId, collaboratorIds };
}

/** The customer with these values of the company's own fields; none at all are not stored. */
export function withFields(customer: Customer, values: FieldValues, fields: readonly Field[]): Customer {
  const { fields: _, marks: __, graded = [], ...rest } = customer;
  const marks = marksOf(fields, values);
  const own = fields.filter(({ id, sensitivity }) => sensitivity === 'high' && Object.hasOwn(values, id));
  const high = [...graded.filter((name) => name === addressLine), ...own.map(({ id }) => id)];
  return {
    ...rest,
    ...(Object.keys(values).length > 0 ? { fields: values } : {}),
    ...(marks.length > 0 ? { marks } : {}),
    ...(high.length > 0 ? { graded: high } : {}),
  };
}

export function verified(customer: Customer, change: Change): Customer {
  return changed(customer, { verifiedAt: change.now.toISOString() }, change);
}

export function binned(customer: Customer, change: Change): Customer {
  return changed(customer, { deletedAt: change.now.toISOString() }, change);
}

export function restored(customer: Customer, change: Change): Customer {
  if (customer.deletedAt === undefined) throw new DomainError('conflict', 'customers.not-deleted');
  const { deletedAt: _, ...alive } = changed(customer, {}, change);
  return alive;
}

/** The instant at which a customer in the bin is erased. */
export function erasedAfter(deletedAt: string): string {
  return new Date(Date.parse(deletedAt) + binDays * 24 * 60 * 60 * 1000).toISOString();
}

/** Walking up from the new parent must not come back to the customer. */
export function assertNoCycle(id: string, ancestorIds: readonly string[]): void {
  if (ancestorIds.includes(id)) throw invalidField('/parentId', 'customers.parent-cycle');
}
