import type { Matter } from '#domain/mail/matter.ts';
import { dayMs } from '#domain/shared/time.ts';
import { signLink } from '#functions/http/links.ts';
import type { Asked } from './addressee.ts';
import type { MailWorld } from './transport.ts';

/** Longer than a ticket stays open for objections. */
const validMs = 40 * dayMs;

/** `resolved/2`, `survey/2`: what is asked about is the solution of that cycle. */
const aboutSolution = /^(tkt_\w+)#(?:resolved|survey)\/(\d+)$/;

/** The link by which the reader says whether the solution helped him; tickets reads `<ticket> <cycle> <reader>` from it. */
export async function surveyLink({ kind, ref, to }: Asked, world: MailWorld): Promise<Pick<Matter, 'surveyUrl'>> {
  if ('memberId' in to || (kind !== 'ticket.resolved' && kind !== 'ticket.survey')) return {};
  const [, ticketId, cycle] = aboutSolution.exec(ref) ?? [];
  if (ticketId === undefined || cycle === undefined) return {};
  const payload = `${ticketId} ${cycle} ${'contactId' in to ? to.contactId : 'requester'}`;
  const token = signLink(await world.secrets(), 'survey', payload, new Date(world.now.getTime() + validMs));
  return { surveyUrl: `${world.publicUrl}/v1/satisfaction/${token}` };
}
