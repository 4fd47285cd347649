/** Whose traces are looked for: certain people's at a customer, or the customer's wholly where he himself is erased. */
export interface Whose {
  /** The customer, and whoever he went up in since. */
  readonly customerIds: readonly string[];
  readonly contactIds: readonly string[];
  readonly isWhole: boolean;
  /** Their e-mail addresses, hashed as match keys are: by them is found what somebody asked before he was a contact. */
  readonly emailKeys?: readonly string[] | undefined;
}

/** Whether a row at one of the customers is about them. */
export function isAbout({ contactIds, isWhole }: Whose, contactId: string | undefined): boolean {
  return isWhole || (contactId !== undefined && contactIds.includes(contactId));
}
