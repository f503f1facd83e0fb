/** Constructed, not written into the page: a strict policy forbids inline styles, and ours can't leak out of the shadow. */
export function styleSheet(accent: string, ink: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`:host{--accent:${accent};--on:${ink}}${css}`)
  return sheet
}

const css = `
:host{all:initial;--bg:#fff;--fg:#1f2937;--soft:#f3f4f6;--line:#d9dce1;--dim:#5b6472;--bad:#b42318;--link:#1d4ed8;
font:15px/1.4 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--fg);color-scheme:light}
:host(.dark){--bg:#17191d;--fg:#eceef1;--soft:#26292f;--line:#3b4048;--dim:#a8b0bd;--bad:#ff9a8f;--link:#9dbcff;color-scheme:dark}
*{box-sizing:border-box;margin:0;padding:0;font:inherit;color:inherit}
[hidden]{display:none!important}
button{background:none;border:0;cursor:pointer;border-radius:10px;-webkit-tap-highlight-color:transparent}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
svg{width:22px;height:22px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;flex:none;display:block}
.quiet{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.launch{position:fixed;z-index:2147483000;bottom:calc(20px + env(safe-area-inset-bottom));right:calc(20px + env(safe-area-inset-right));width:58px;height:58px;border-radius:50%;background:var(--accent);color:var(--on);display:grid;place-items:center;box-shadow:0 4px 18px #0004;transition:transform .15s ease-out}
.launch:hover{transform:scale(1.05)}
.launch svg{width:28px;height:28px}
.left .launch{right:auto;left:calc(20px + env(safe-area-inset-left))}
.badge{position:absolute;top:-3px;right:-3px;min-width:22px;height:22px;padding:0 6px;border-radius:11px;background:#c81e1e;color:#fff;font-size:13px;font-weight:600;line-height:22px;text-align:center}
.panel{position:fixed;z-index:2147483001;right:20px;bottom:calc(90px + env(safe-area-inset-bottom));width:376px;height:min(620px,calc(100vh - 110px));display:flex;flex-direction:column;background:var(--bg);border:1px solid var(--line);border-radius:16px;box-shadow:0 12px 40px #0005;overflow:hidden;animation:rise .16s ease-out}
.left .panel{right:auto;left:20px}
@keyframes rise{from{opacity:0;transform:translateY(10px)}}
.head{display:flex;align-items:center;gap:10px;padding:10px 8px 10px 14px;background:var(--accent);color:var(--on)}
.head .who{flex:1;min-width:0}
.head h2{font-size:16px;font-weight:600;line-height:1.25;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.head p{font-size:13px;line-height:1.3}
.avatar{width:40px;height:40px;border-radius:50%;background:var(--on);color:var(--accent);display:grid;place-items:center;font-weight:700;font-size:14px;flex:none}
.icon{width:44px;height:44px;display:grid;place-items:center;flex:none}
.head :focus-visible{outline-color:currentColor;outline-offset:-4px}
.bar{padding:8px 14px;background:var(--soft);border-bottom:1px solid var(--line);font-size:13px}
.log{flex:1;overflow-y:auto;overscroll-behavior:contain;padding:14px;display:flex;flex-direction:column;gap:3px}
.day{align-self:center;font-size:12px;color:var(--dim);padding:8px 0}
.older{align-self:center;min-height:44px;padding:0 14px;color:var(--link)}
.row{max-width:85%;align-self:flex-start;display:flex;flex-direction:column}
.row.mine{align-self:flex-end;align-items:flex-end}
.row.first{margin-top:8px}
.author{font-size:12px;color:var(--dim);padding:0 4px 2px}
.bubble{background:var(--soft);border-radius:14px;padding:8px 12px;overflow-wrap:anywhere;min-width:0}
.mine .bubble{background:var(--accent);color:var(--on)}
.bubble p{white-space:pre-wrap}
.bubble a{color:inherit;text-decoration:underline}
.quote{border-left:3px solid currentColor;padding-left:8px;margin-bottom:4px;font-size:13px;display:-webkit-box;-webkit-line-clamp:3;-webkit-box-orient:vertical;overflow:hidden}
.photo{display:block;width:220px;height:160px;max-width:100%;object-fit:cover;border-radius:10px;background:var(--line)}
.doc{display:flex;align-items:center;gap:8px;min-height:44px}
.doc small{font-size:12px}
.meta{display:flex;align-items:center;gap:4px;font-size:12px;color:var(--dim);padding:2px 4px}
.meta svg{width:15px;height:15px}
.meta.read svg{color:var(--link)}
.more,.reaction{min-width:24px;height:24px;display:grid;place-items:center;border-radius:12px}
.reaction{border:1px solid var(--line);padding:0 5px;font-size:14px;color:var(--fg)}
@media (pointer:coarse){.more,button.reaction{min-width:44px;height:44px;margin:-10px 0}}
@media (hover:hover){.more{opacity:0}.row:hover .more,.more:focus-visible,.more[aria-expanded=true]{opacity:1}}
.failed{color:var(--bad);font-size:13px;padding:2px 4px;text-align:end}
.failed button{min-height:44px;padding:0 8px;text-decoration:underline}
progress{width:100%;height:6px;display:block;accent-color:currentColor}
.typing{color:var(--dim);font-size:13px;padding:4px;min-height:26px}
.card{align-self:stretch;border:1px solid var(--line);border-radius:14px;padding:12px;margin-top:8px;display:grid;gap:8px}
.card input,.field{width:100%;min-height:44px;padding:10px 12px;border:1px solid var(--dim);border-radius:12px;background:var(--bg);font-size:16px}
.card div{display:flex;gap:8px}
.main{min-height:44px;padding:0 16px;background:var(--accent);color:var(--on);font-weight:600}
.plain{min-height:44px;padding:0 12px;color:var(--dim)}
.links{display:flex;flex-wrap:wrap;align-items:center;gap:4px 12px;padding:0 14px;font-size:13px;color:var(--dim)}
.links a{color:var(--link);display:inline-flex;align-items:center;min-height:44px}
.compose{display:flex;align-items:flex-end;gap:4px;padding:8px;border-top:1px solid var(--line);padding-bottom:calc(8px + env(safe-area-inset-bottom))}
.field{flex:1;width:auto;resize:none;max-height:160px;line-height:1.4}
.send{color:var(--fg)}
.send:disabled{opacity:.45;cursor:default}
.over .log{outline:3px dashed var(--link);outline-offset:-8px}
@media (max-width:480px){.panel,.left .panel{inset:0;top:var(--top,0);right:0;left:0;bottom:auto;width:100%;height:var(--high,100dvh);border:0;border-radius:0}
.head{padding-top:calc(10px + env(safe-area-inset-top))}
.open .launch{display:none}}
@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important}}
@media (forced-colors:active){.bubble,.launch{border:1px solid}}
`
