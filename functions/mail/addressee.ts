import type { Message } from '#domain/mail/message.ts';
import type { Locale } from '#domain/shared/locale.ts';

export type Asked = Pick<Message, 'kind' | 'ref' | 'to' | 'facts'>;

/** Part of what makes a message one. */
export function recipientIdOf(to: Message['to']): string {
  if ('memberId' in to) return to.memberId;
  return 'contactId' in to ? to.contactId : to.ticketId;
}

export interface Addressee {
  /** Part of what makes a message one: for a member who has left, his successor's. */
  readonly id: string;
  readonly to: Message['to'];
  readonly name: string;
  readonly address: string | undefined;
  readonly locale: Locale;
  readonly zone: string;
}
