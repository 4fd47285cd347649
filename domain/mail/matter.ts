import type { Locale } from '../shared/locale.ts';

/** All that a template may say: read for it beforehand, so that templates stay pure. */
export interface Matter {
  readonly locale: Locale;
  readonly zone: string;
  readonly company: string;
  /** Whom it is written to. */
  readonly recipient: { readonly name: string; readonly isStaff: boolean };
  readonly facts: Readonly<Record<string, string | number>>;
  readonly customer?: { readonly name: string; readonly number: string } | undefined;
  readonly followUp?: { readonly subject: string; readonly dueAt: string; readonly owner: string } | undefined;
  readonly contract?: { readonly number: string; readonly title: string } | undefined;
  readonly ticket?:
    | { readonly number: string; readonly subject: string; readonly solution?: string | undefined }
    | undefined;
  /** The promises that one letter tells of, the earliest deadline first; a ticket may have broken several. */
  readonly tickets?:
    | readonly {
        readonly number: string;
        readonly subject: string;
        readonly target: string;
        /** `''` where it was not told. */
        readonly by: string;
      }[]
    | undefined;
  /** The customers of one silence mail, longest silent first. */
  readonly silent?: readonly { readonly name: string; readonly number: string; readonly since: string }[] | undefined;
  /** Where the reader says whether a solution helped him. */
  readonly surveyUrl?: string | undefined;
  /** What someone wrote: an agent's answer, a customer's objection. */
  readonly words?: string | undefined;
}

/** A message cannot be written because what it is about is not there. It is kept as failed, with this reason. */
export class Unrenderable extends Error {
  override readonly name = 'Unrenderable';
}

export function needed<T>(part: T | undefined, name: string): T {
  if (part === undefined) throw new Unrenderable(`missing ${name}`);
  return part;
}
