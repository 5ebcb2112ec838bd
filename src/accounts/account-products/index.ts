/** Account products (導入製品): what a customer uses, with phase, seats and onboarding dates. Tables: account_products, account_product_versions (account). */
export { accountProductsWritten, type PickedProducts } from './written.ts';
export { enterPhase } from './phase.ts';
