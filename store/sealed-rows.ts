import {
  addressLine,
  type HighGrade,
  hidden,
  highGrade,
  isMask,
  isPrefix,
  maskOf,
} from '#domain/customers/high-grade.ts';
import type { Key } from './keys.ts';
import { openValues, type Sealed, type Sealing, sealValues } from './sealed-values.ts';
import type { Item } from './table.ts';

/**
 * Which rows hold values of persons, and where in them. At rest a row has the masks and, under `sealed`, what they
 * hide; opened it has the values and, under `opened`, the same again, so that its next version keeps the data key.
 * A row that was read with its masks is written back as it was read.
 */
interface Kind {
  readonly seal: (sealing: Sealing, item: Item) => Promise<Item>;
  readonly open: (sealing: Sealing, item: Item) => Promise<Item>;
}

/** Undefined for a row in which there is nothing of the kind. A rehearsal's key ends in the key of the row rehearsed. */
export function kindOf({ pk, sk }: Key): Kind | undefined {
  const [, customerId] = /(?:^|#)customers#(cus_[0-9A-Z]{26})$/.exec(pk) ?? [];
  if (customerId !== undefined) return ofCustomer(customerId, sk);
  if (/^customers#idempotency#/.test(pk)) return wholeText(pk, 'body');
  if (pk.startsWith('customers#export#')) return kindWith(pk, lookUpParts);
  if (pk.startsWith('tickets#') && sk.startsWith('tkt_')) return ticket(sk);
  // An answer that shows no requester needs no key.
  if (/^tickets#idempotency#/.test(pk)) return wholeText(pk, 'body', (body) => body.includes('"requester":'));
  if (/(?:^|#)customers#import#/.test(pk) && sk.startsWith('row#')) return wholeJson(`${pk} ${sk}`, 'before');
  return undefined;
}

function ofCustomer(id: string, sk: string): Kind | undefined {
  if (sk === '~customer') return customer(id);
  const [first = '', second = '', part = ''] = sk.split('#');
  if (first === 'contact') return contact(second);
  if (first === 'note') return wholeText(sk, 'text');
  return first === 'merge' && part === 'was' ? snapshot : undefined;
}

function contact(id: string): Kind {
  return {
    seal: (sealing, item) => sealParts(sealing, id, item, contactParts),
    open: (sealing, item) => openParts(sealing, id, item, contactParts),
  };
}

/** An individual customer is one person with his first contact, and so are the company's own fields of him. */
function customer(customerId: string): Kind {
  const first = `con_${customerId.slice(4)}`;
  const both = async (item: Item, one: 'seal' | 'open', sealing: Sealing): Promise<Item> => {
    const { mainContact } = item as { mainContact?: Item };
    if (mainContact === undefined) return item;
    const main = await contact(String(mainContact['id'] ?? first))[one](sealing, mainContact);
    const whole = { ...item, mainContact: main };
    return one === 'seal'
      ? sealParts(sealing, first, whole, customerParts)
      : openParts(sealing, first, whole, customerParts);
  };
  return { seal: (sealing, item) => both(item, 'seal', sealing), open: (sealing, item) => both(item, 'open', sealing) };
}

/** Whoever asks and is no contact yet has his own key with each ticket. */
function ticket(id: string): Kind {
  return {
    seal: (sealing, item) => sealParts(sealing, id, item, requesterParts),
    open: (sealing, item) => openParts(sealing, id, item, requesterParts),
  };
}

/** Who somebody was before a merge, and what the survivor became. */
const snapshot: Kind = {
  seal: (sealing, item) => inSnapshot(item, 'seal', sealing),
  open: (sealing, item) => inSnapshot(item, 'open', sealing),
};

async function inSnapshot(item: Item, one: 'seal' | 'open', sealing: Sealing): Promise<Item> {
  const parts = ['customer', 'merged'].filter((name) => item[name] !== undefined);
  const done = await Promise.all(
    parts.map(async (name) => {
      const whole = item[name] as Item;
      return [name, await customer(String(whole['id']))[one](sealing, whole)];
    }),
  );
  return { ...item, ...Object.fromEntries(done) };
}

/** How the values of a row are taken out of it, masked in it, and put back. */
interface Parts {
  readonly valuesIn: (item: Item) => Readonly<Record<string, string>>;
  readonly withMasks: (item: Item, names: readonly string[]) => Item;
  readonly withValues: (item: Item, values: Readonly<Record<string, string>>) => Item;
}

async function sealParts(sealing: Sealing, subject: string, item: Item, parts: Parts): Promise<Item> {
  if (item['sealed'] !== undefined) return assertMasked(item, parts);
  const { opened, ...rest } = item;
  const values = parts.valuesIn(rest);
  const names = Object.keys(values);
  if (names.length === 0) return rest;
  const sealed = await sealValues(sealing, subject, values, opened as Sealed | undefined);
  return { ...parts.withMasks(rest, names), sealed };
}

async function openParts(sealing: Sealing, subject: string, item: Item, parts: Parts): Promise<Item> {
  const { sealed, ...rest } = item;
  if (sealed === undefined) return item;
  return { ...parts.withValues(rest, await openValues(sealing, subject, sealed as Sealed)), opened: sealed };
}

/** Somebody changed a value without having opened the row: he would have lost what stood there. */
function assertMasked(item: Item, { valuesIn }: Parts): Item {
  const clear = Object.entries(valuesIn(item)).find(([, value]) => !isMask(value));
  if (clear !== undefined) throw new Error(`${clear[0]} was written beside what is sealed`);
  return item;
}

const contactParts: Parts = {
  valuesIn: (item) => {
    const there = highGrade.filter((name) => item[name] !== undefined && !isPrefix(String(item[name])));
    return Object.fromEntries(there.map((name) => [name, String(item[name])]));
  },
  withMasks: (item, names) => ({
    ...item,
    ...Object.fromEntries(names.map((name) => [name, maskOf(name as HighGrade, String(item[name]))])),
  }),
  withValues: (item, values) => ({ ...item, ...values }),
};

const requesterEmail = 'requester.email';

const requesterParts: Parts = {
  valuesIn: ({ requester }) =>
    requester === undefined ? {} : { [requesterEmail]: String((requester as Item)['email']) },
  withMasks: (item) => withEmail(item, maskOf('email', String((item['requester'] as Item)['email']))),
  withValues: (item, values) => withEmail(item, values[requesterEmail]),
};

function withEmail(item: Item, email: string | undefined): Item {
  return { ...item, requester: { ...(item['requester'] as Item), email } };
}

/** Of a list that is written into files: whom somebody looked for by his number or his address. */
const lookUps = ['phone', 'email'] as const;

const lookUpParts: Parts = {
  valuesIn: ({ query }) => {
    const asked = (query ?? {}) as Item;
    return Object.fromEntries(
      lookUps.flatMap((name) => (asked[name] === undefined ? [] : [[name, String(asked[name])]])),
    );
  },
  withMasks: (item, names) =>
    withQuery(item, (asked) =>
      Object.fromEntries(
        names.map((name) => [name, maskOf(name === 'email' ? 'email' : 'mobile', String(asked[name]))]),
      ),
    ),
  withValues: (item, values) => withQuery(item, () => values),
};

function withQuery(item: Item, values: (asked: Item) => Item): Item {
  const asked = item['query'] as Item;
  return { ...item, query: { ...asked, ...values(asked) } };
}

const fieldPrefix = 'fields.';

/** The address of a person, also once he went up in a company, and the values of own fields that are graded high. A company's address is no person's. */
const customerParts: Parts = {
  valuesIn: ({ kind, address, fields, graded }) => {
    const high = (graded as readonly string[] | undefined) ?? [];
    const isPersons = kind === 'individual' || high.includes(addressLine);
    const line = isPersons ? (address as Item | undefined)?.['line'] : undefined;
    const ids = high.filter((id) => (fields as Item | undefined)?.[id] !== undefined);
    return {
      ...(line === undefined ? {} : { [addressLine]: String(line) }),
      ...Object.fromEntries(ids.map((id) => [`${fieldPrefix}${id}`, JSON.stringify((fields as Item)[id])])),
    };
  },
  withMasks: (item, names) => withPlaces(item, Object.fromEntries(names.map((name) => [name, hidden]))),
  withValues: (item, values) =>
    withPlaces(
      item,
      Object.fromEntries(
        Object.entries(values).map(([name, text]) => [name, name === addressLine ? text : JSON.parse(text)]),
      ),
    ),
};

function withPlaces(item: Item, places: Readonly<Record<string, unknown>>): Item {
  const { [addressLine]: line, ...own } = places;
  const values = Object.entries(own).map(([name, value]) => [name.slice(fieldPrefix.length), value]);
  return {
    ...item,
    ...(line === undefined ? {} : { address: { ...(item['address'] as Item), line } }),
    ...(values.length === 0 ? {} : { fields: { ...(item['fields'] as Item), ...Object.fromEntries(values) } }),
  };
}

/** A text that is a person's as a whole, under a key of the row's own. */
function wholeText(subject: string, name: string, isPersons = (text: string) => text !== ''): Kind {
  const parts: Parts = {
    valuesIn: (item) => {
      const text = String(item[name] ?? '');
      return isPersons(text) ? { [name]: text } : {};
    },
    withMasks: (item) => ({ ...item, [name]: hidden }),
    withValues: (item, values) => ({ ...item, ...values }),
  };
  return kindWith(subject, parts);
}

function wholeJson(subject: string, name: string): Kind {
  const parts: Parts = {
    valuesIn: (item) => (item[name] === undefined ? {} : { [name]: JSON.stringify(item[name]) }),
    withMasks: ({ [name]: _, ...item }) => item,
    withValues: (item, values) => ({ ...item, [name]: JSON.parse(values[name] ?? 'null') }),
  };
  return kindWith(subject, parts);
}

function kindWith(subject: string, parts: Parts): Kind {
  return {
    seal: (sealing, item) => sealParts(sealing, subject, item, parts),
    open: (sealing, item) => openParts(sealing, subject, item, parts),
  };
}
