/** Timeline (タイムライン): what happened with an account, told from what other slices keep. No tables. */
export { type TimelineSource } from './timeline.sql.ts';
