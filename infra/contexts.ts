import type { Declaration } from './declaration.ts';

/** Every context in the cloud, in the order in which its stack is made. */
export const declarations: readonly Declaration[] = [];
