export { cadenceRoutes } from './cadence-routes.ts';
export { playbookRoutes as routes } from './playbook-routes.ts';
export { runRoutes } from './run-routes.ts';
