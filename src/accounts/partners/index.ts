/** Partners (パートナー): resellers who look after customers with us. Table: partners (reference). */
export { findablePartners } from './findable.sql.ts';
