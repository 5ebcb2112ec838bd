/** The look of /api/docs: the app's colours, without its build. */
export const docsStyle = `
:root { color-scheme: light dark; --paper: #f7f6f2; --surface: #fff; --ink: #1d2433; --ink-2: #4c566a; --line: #dcdad2; --ai: #1f4e8c; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171c; --surface: #1c2027; --ink: #e6e8ec; --ink-2: #aab2c0; --line: #343a44; --ai: #8fb8ee; } }
* { box-sizing: border-box; }
body { margin: 0; display: flex; font: 14px/1.65 "Hiragino Sans", "Yu Gothic UI", "Noto Sans JP", "Noto Sans JP Variable", system-ui, sans-serif; color: var(--ink); background: var(--paper); }
nav { position: sticky; top: 0; height: 100vh; width: 190px; flex: none; overflow: auto; padding: 20px 16px; border-right: 1px solid var(--line); display: flex; flex-direction: column; gap: 2px; }
nav a { color: var(--ink-2); text-decoration: none; padding: 2px 6px; border-radius: 6px; }
nav a:hover { color: var(--ai); }
nav .brand { font-weight: 700; color: var(--ink); margin-bottom: 8px; }
main { flex: 1; min-width: 0; max-width: 980px; padding: 20px 28px 80px; }
h1 { font-size: 22px; margin: 0 0 8px; } h1 small { font-size: 13px; color: var(--ink-2); font-weight: 400; }
h2 { font-size: 16px; margin: 32px 0 8px; } h3 { font-size: 13px; margin: 14px 0 4px; }
a { color: var(--ai); } :focus-visible { outline: 2px solid var(--ai); outline-offset: 1px; }
code, pre { font: 12.5px/1.6 ui-monospace, "Cascadia Mono", Consolas, monospace, "Noto Sans JP Variable"; }
pre { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 10px 12px; overflow: auto; }
details { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; margin: 6px 0; }
summary { cursor: pointer; padding: 7px 12px; display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: baseline; }
summary span { color: var(--ink-2); } summary b { width: 58px; font-size: 12px; color: var(--ai); }
details > div { padding: 0 12px 12px; border-top: 1px solid var(--line); }
.who { color: var(--ink-2); margin: 8px 0; font-size: 13px; }
.scroll { overflow: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 4px 10px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; font-size: 13px; }
th { color: var(--ink-2); font-weight: 600; } td i { color: var(--ai); font-style: normal; }
@media (max-width: 700px) { body { display: block; } nav { position: static; width: auto; height: auto; flex-direction: row; flex-wrap: wrap; border: 0; border-bottom: 1px solid var(--line); } main { padding: 16px; } }
`;
