import * as z from 'zod';
import { ContactId, CustomerId } from './ids.ts';

/**
 * What the owner of a contract or follow-up and whoever works on a ticket see of a customer, whom they may otherwise
 * not see (rules.md 1).
 */
export const CustomerCard = z.strictObject({
  id: CustomerId,
  number: z.string(),
  name: z.string(),
  level: z.string(),
  mainContact: z.strictObject({
    id: ContactId,
    name: z.string(),
    mobile: z.string().optional(),
    landline: z.string().optional(),
    email: z.string().optional(),
  }),
});
export type CustomerCard = z.output<typeof CustomerCard>;

export function toCustomerCard({ id, number, name, level, mainContact: contact }: CustomerCard): CustomerCard {
  const { mobile, landline, email } = contact;
  return {
    id,
    number,
    name,
    level,
    mainContact: {
      id: contact.id,
      name: contact.name,
      ...(mobile === undefined ? {} : { mobile }),
      ...(landline === undefined ? {} : { landline }),
      ...(email === undefined ? {} : { email }),
    },
  };
}
