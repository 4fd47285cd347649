import * as z from 'zod';
import { Email } from '#domain/customers/contact.ts';
import { Filter } from '#domain/customers/filter.ts';
import { toValidE164 } from '#domain/customers/phone.ts';
import { customerSorts } from '#domain/customers/saved-view.ts';
import { DepartmentId, MemberId, SavedViewId } from '#domain/shared/ids.ts';
import { line } from '#domain/shared/text.ts';
import { says } from '#domain/shared/words.ts';
import { listQuery } from '#functions/http/list.ts';

/** A list has one order and at most one filter; a look-up finds exactly, at once, and whatever it is written like. */
const filters = ['ownerId', 'departmentId', 'tag', 'field', 'number', 'phone', 'email', 'externalId'] as const;
/** They find one customer; a filter would find him or nobody. */
const lookUps: readonly string[] = ['number', 'phone', 'email', 'externalId'];

const FilterText = z
  .string()
  .max(4000)
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', ...says('customers.filter-json') });
      return z.NEVER;
    }
  })
  .pipe(Filter);

export const ListQuery = z
  .strictObject({
    ...listQuery,
    ownerId: MemberId.optional(),
    departmentId: DepartmentId.optional(),
    tag: line(40).optional(),
    /** A choice of a filterable field of the company's own: `buying-channel:online`. */
    field: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}:[a-z0-9-]{1,40}$/, says('customers.field-filter'))
      .optional(),
    number: z
      .string()
      .regex(/^C\d{9,15}$/, says('customers.number-form'))
      .optional(),
    /** A + in a query must be sent as %2B; a number without it is Chinese. */
    phone: z
      .string()
      .max(40)
      .transform((text) => toValidE164(text.startsWith(' ') ? `+${text.trim()}` : text))
      .refine((number) => number !== undefined, says('customers.phone-form'))
      .optional(),
    email: Email.optional(),
    externalId: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}:.{1,100}$/u, says('customers.external-id-form'))
      .optional(),
    /** A filter as JSON, as views have it. */
    filter: FilterText.optional(),
    /** A saved view: its filter and, unless another is named, its order. */
    view: SavedViewId.optional(),
    /** `lastFollowUpAt`: longest silent first. Lists by tag or field have createdAt only. */
    sort: z.enum(customerSorts).optional(),
  })
  .superRefine((query, context) => {
    const used = filters.filter((name) => query[name] !== undefined);
    const refuse = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
    for (const name of used.slice(1)) refuse(name, 'shared.one-filter');
    if (query.view !== undefined && query.filter !== undefined) refuse('view', 'shared.one-filter');
    const sifts = (['filter', 'view'] as const).filter((name) => query[name] !== undefined);
    if (used.some((name) => lookUps.includes(name))) for (const name of sifts) refuse(name, 'shared.one-filter');
    if ((query.tag ?? query.field) !== undefined && query.sort?.endsWith('createdAt') === false)
      refuse('sort', 'customers.tag-order');
  });
export type ListQuery = z.output<typeof ListQuery>;

/** As it would be sent: a query of another list is kept and asked again in this form. */
export function asSent({ limit, filter, ...query }: ListQuery): z.input<typeof ListQuery> {
  return { ...query, limit: String(limit), ...(filter === undefined ? {} : { filter: JSON.stringify(filter) }) };
}

/** How a filter is refused whose form is right. */
export const filterProblems = {
  'customers.field-not-seen': 422,
  'customers.unknown-field': 422,
  'customers.filter-operation': 422,
} as const;
