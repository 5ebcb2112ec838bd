/**
 * Goals (ゴール): what a customer wants to reach, in its own words, with a measure, a baseline, a target and a day, agreed with
 * one of its people; open until it is reached or given up. Success plans will be made of them.
 * Tables: goals, goal_versions (account).
 */
export { dueGoals, GOAL_DAYS } from './due.sql.ts';
export { goalMoments } from './timeline.sql.ts';
