import { expect, test } from 'vitest';
import { renderMarkdown } from './markdown.ts';

test('Japanese emphasis beside brackets is emphasis', () => {
  expect(renderMarkdown('これは**「重要」**です')).toBe('<p>これは<strong>「重要」</strong>です</p>\n');
});

test('HTML stays text, and dangerous addresses are no links', () => {
  expect(renderMarkdown('<img src=x onerror=alert(1)>')).not.toContain('<img');
  expect(renderMarkdown('[x](javascript:alert(1))')).not.toContain('href');
  expect(renderMarkdown('<https://example.com/>')).toContain('<a href="https://example.com/" target="_blank" rel="noopener noreferrer">');
});
