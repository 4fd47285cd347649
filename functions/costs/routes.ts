import { getCosts } from './get-costs.ts';

export const routes = [getCosts];
