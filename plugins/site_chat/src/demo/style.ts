/** The demo shop's look; a page of its own, so that it needs no inline style. */
export const demoStyle = `
:root { color-scheme: light dark; --ink: #1c1917; --paper: #fafaf9; --card: #fff; --line: #e7e5e4; --lamp: #f59e0b; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f5f5f4; --paper: #1c1917; --card: #292524; --line: #44403c; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 17px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
header { padding: 18px 24px; border-bottom: 1px solid var(--line); font-size: 20px; }
main { max-width: 920px; margin: 0 auto; padding: 24px; }
.note { padding: 12px 16px; border: 1px solid var(--line); border-left: 4px solid var(--lamp); border-radius: 8px; background: var(--card); }
h1 { font-size: 30px; line-height: 1.2; }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); gap: 20px; padding: 0; list-style: none; }
li { padding: 20px; border: 1px solid var(--line); border-radius: 14px; background: var(--card); }
li h2 { margin: 14px 0 4px; font-size: 19px; }
li p { margin: 0 0 6px; }
.price { font-weight: 600; }
a { color: inherit; }
.lamp { display: block; height: 120px; border-radius: 10px; background: radial-gradient(circle at 50% 35%, #fde68a, var(--lamp) 38%, transparent 70%); }
`
