import { parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.max.json';

/**
 * A number with `+` as E.164, if it is valid in its country by the library's full data: its smallest knows a country's
 * lengths alone. A trunk 0 in brackets (`+44 (0)20 7946 0000`) is left out, and so is an extension.
 */
export function validInternational(number: string): string | undefined {
  const found = parsePhoneNumberFromString(number, metadata);
  return found?.isValid() === true ? found.number : undefined;
}
