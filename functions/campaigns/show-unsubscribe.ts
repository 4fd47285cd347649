import { route } from '#functions/http/contract.ts';
import { showUnsubscribeContract } from './contract.ts';
import { linkOf } from './unsubscribe-link.ts';
import { unsubscribePage } from './unsubscribe-page.ts';

/** Mail scanners follow every link, so this only asks. */
export const showUnsubscribe = route(showUnsubscribeContract, async ({ params }, caller, world) => {
  await linkOf(world, params.token);
  return unsubscribePage('ask', caller.locale);
});
