/** Teams (チーム): members who work together. Tables: teams, team_members (reference). */
export { findableTeams } from './findable.sql.ts';
