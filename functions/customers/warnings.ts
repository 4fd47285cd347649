import * as z from 'zod';
import { nameWarnings } from '#domain/customers/full-name.ts';
import { messages } from '#domain/customers/messages.ts';
import { CustomerView } from '#domain/customers/view.ts';
import type { Locale, Messages } from '#domain/shared/locale.ts';

/** The answer to a write: it stands, and `warnings` say what should be looked at again; absent when there are none. */
export const WrittenCustomer = CustomerView.extend({
  warnings: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
});
type WrittenCustomer = z.output<typeof WrittenCustomer>;

/** In the language of whoever writes. */
export function warningsOf(
  written: { readonly kind: string; readonly name: string },
  locale: Locale,
): Pick<WrittenCustomer, 'warnings'> {
  const warnings = nameWarnings(written).map(({ pointer, code }) => ({
    pointer,
    code,
    detail: (messages as Messages)[code]?.[locale] ?? code,
  }));
  return warnings.length === 0 ? {} : { warnings };
}
