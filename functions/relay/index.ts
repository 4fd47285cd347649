import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { deadLetters } from '#functions/batch/set-aside.ts';
import { env } from '#functions/http/env.ts';
import { observe } from '#functions/http/meter.ts';
import { realPatience } from '#store/patience.ts';
import { relay } from './relay.ts';

const observer = observe('relay');

export const handler = relay({
  bus: { client: new EventBridgeClient({}), busName: env('BUS_NAME'), patience: realPatience },
  deadLetters: deadLetters(env('DEAD_LETTER_URL'), observer.meter),
  observer,
});
