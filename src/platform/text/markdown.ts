import MarkdownIt from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';
import sanitize from 'sanitize-html';

// Plain CommonMark leaves これは**「重要」**です unrendered; html stays text.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).use(cjkFriendly);

/** Markdown as HTML that is safe to show: no HTML of the writer's, links only to http, https and mailto, opened elsewhere. */
export function renderMarkdown(text: string): string {
  return sanitize(markdown.render(text), {
    allowedTags: [
      'p',
      'br',
      'strong',
      'em',
      's',
      'code',
      'pre',
      'blockquote',
      'ul',
      'ol',
      'li',
      'a',
      'h1',
      'h2',
      'h3',
      'h4',
      'hr',
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
    ],
    allowedAttributes: { a: ['href', 'target', 'rel'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    transformTags: { a: sanitize.simpleTransform('a', { target: '_blank', rel: 'noopener noreferrer' }) },
  });
}
