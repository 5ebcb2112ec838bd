/**
 * Today (今日): the day of a CSM on one screen. Takes CTAs, tasks, facts and touches; gives the lines of a day, how a book of
 * customers stands, the proactive ratio. No tables.
 */
export { bookOf, RENEWAL_DAYS, touchesOf, type Card } from './book.sql.ts';
export { findItems } from './items.sql.ts';
export { proactiveOf } from './logic.ts';
export { itemsSaid, memberIdOf, proactiveOfMember, slotsOfWeek } from './own.ts';
