/**
 * Products: what the company sells, numbered from 1. Numbers are kept for ever, since values of the past point at them;
 * 0 stands for the whole account. Tables: products (reference).
 */
export { findableProducts } from './findable.sql.ts';
export { findProduct, insertProduct, listProducts, type Product } from './store.ts';
