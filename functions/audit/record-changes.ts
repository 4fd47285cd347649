import { containerParts } from '#functions/http/container.ts';
import { observe } from '#functions/http/meter.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import { recordChanges } from './record.ts';

const observer = observe('audit');

export const handler = recordChanges({ parts: containerParts(observer, { secrets: readSecrets }), observer });
