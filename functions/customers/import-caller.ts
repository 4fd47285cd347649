export { onBehalfOf as importerOf } from '#domain/shared/on-behalf.ts';
export { readOnBehalf as readImporter } from '#store/members-on-behalf.ts';
