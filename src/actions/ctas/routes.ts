import { actRoutes } from './act-routes.ts';
import { commentRoutes } from './comment-routes.ts';
import { escalationRoutes } from './escalation-routes.ts';
import { fileRoutes } from './file-routes.ts';
import { listRoutes } from './list-routes.ts';

export { fileTransfers } from './file-routes.ts';
export { reasonRoutes } from './reason-routes.ts';
export { slotRoutes } from './slot-routes.ts';

export const routes = { ...listRoutes, ...actRoutes, ...escalationRoutes, ...commentRoutes, ...fileRoutes };
