import type { World } from '#functions/http/world.ts';

/** One message on the way to the mail service, as MIME. */
export interface Outgoing {
  readonly messageId: string;
  readonly reader: 'staff' | 'customer';
  readonly to: string;
  readonly raw: Uint8Array;
}

/**
 * What came of a call. `refused` is certain not to be sent: throttled, paused, not reached. `unknown` may have been: the
 * answer was lost, so only the service's own report can tell.
 */
export type Answer =
  | { readonly outcome: 'accepted'; readonly serviceId: string }
  | { readonly outcome: 'rejected'; readonly reason: string }
  | { readonly outcome: 'refused'; readonly reason: string; readonly isThrottled: boolean }
  | { readonly outcome: 'unknown'; readonly reason: string };

/** The port behind which a company in another cloud brings its own mail service. Never throws for what a service says. */
export interface Transport {
  readonly send: (message: Outgoing) => Promise<Answer>;
}

export interface MailWorld extends World {
  readonly transport: Transport;
  /** The address in From. */
  readonly sender: string;
  /** Where links in mails begin. */
  readonly publicUrl: string;
}
