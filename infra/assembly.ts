import type { App } from 'aws-cdk-lib';
import type { Declaration } from './declaration.ts';
import type { Platform, Setting } from './platform.ts';
import { ApiStack } from './stacks/api.ts';
import { ContextStack } from './stacks/context.ts';
import { DataStack } from './stacks/data.ts';
import { EventsStack } from './stacks/events.ts';
import { IdentityStack } from './stacks/identity.ts';
import { WatchStack } from './stacks/watch.ts';

/** All stacks of one deployment, each after those that it builds on. */
export function assemble(app: App, setting: Setting, declarations: readonly Declaration[]): void {
  const named = (name: string) => `guanxi-${setting.stage.name}-${name}`;
  const { items, attachments, secret } = new DataStack(app, named('data'), setting);
  const { bus, mail, costs, files, alarms } = new EventsStack(app, named('events'), { ...setting, items });
  const { pool, client } = new IdentityStack(app, named('identity'), { ...setting, items, costs });
  const { api, authorizer } = new ApiStack(app, named('api'), { ...setting, pool, client, costs, alarms });
  const platform: Platform = {
    ...setting,
    items,
    attachments,
    secret,
    bus,
    mail,
    costs,
    files,
    alarms,
    pool,
    api,
    authorizer,
  };
  const contexts = new Map(
    declarations.map((declaration) => [
      declaration.context,
      new ContextStack(app, named(declaration.context), { declaration, platform }),
    ]),
  );
  new WatchStack(app, named('watch'), { api, alarms, contexts });
}
