import type { Contact } from '#domain/customers/contact.ts';
import type { Customer } from '#domain/customers/customer.ts';
import { dialledShort, dialledWhole } from '#domain/customers/high-grade.ts';
import type { Item } from './table.ts';

/** A contact as his row has him: of a number as it is dialled only what the typed one leaves out. */
export function toContactItem(contact: Contact): Contact {
  return { ...contact, ...dialled(contact, dialledShort) };
}

/** The same of his main contact. */
export function toCustomerItem(customer: Customer): Customer {
  return { ...customer, mainContact: toContactItem(customer.mainContact) };
}

/** What toCustomerItem made, as it is to be parsed. */
export function withMainNumbers(item: Item): Item {
  return { ...item, mainContact: withNumbers(item['mainContact'] as Item) };
}

export function withNumbers(item: Item): Item {
  return { ...item, ...dialled(item, dialledWhole) };
}

const numbers = ['mobile', 'landline'] as const;

function dialled(contact: Item, form: typeof dialledShort): Item {
  const there = numbers.filter((name) => contact[`${name}E164`] !== undefined);
  const typed = (name: string): string | undefined => contact[name] as string | undefined;
  return Object.fromEntries(there.map((name) => [`${name}E164`, form(typed(name), String(contact[`${name}E164`]))]));
}
