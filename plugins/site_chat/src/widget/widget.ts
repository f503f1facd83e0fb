/** What the snippet names: a classic script, so that one plain tag is enough, which brings the modules. */
;(() => {
  const snippet = document.currentScript
  if (!(snippet instanceof HTMLScriptElement)) return
  const main = document.createElement('script')
  main.type = 'module'
  main.src = new URL('{main}', snippet.src).href
  // Pages whose policy goes by nonces trust what a trusted script brings by the same one.
  if (snippet.nonce !== '') main.nonce = snippet.nonce
  Object.assign(main.dataset, snippet.dataset)
  document.head.append(main)
})()
