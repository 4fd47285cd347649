import { env } from '#functions/http/env.ts';
import type { World } from '#functions/http/world.ts';
import { sesTransport } from './ses.ts';
import type { MailWorld } from './transport.ts';

let parts: Pick<MailWorld, 'transport' | 'sender' | 'publicUrl'> | undefined;

/** Adds the mail service that the stage names; one per container. */
export function mailWorld(world: World): MailWorld {
  parts ??= fromEnvironment();
  return { ...world, ...parts };
}

function fromEnvironment() {
  const name = env('MAIL_TRANSPORT');
  if (name !== 'ses') throw new Error(`There is no mail transport ${name}.`);
  const sender = env('SENDER');
  return {
    transport: sesTransport({ sender, configurationSet: env('CONFIGURATION_SET') }),
    sender,
    publicUrl: env('PUBLIC_URL'),
  };
}
