/** A chat on your own site that answers by itself: run it and open http://localhost:3000 */
import { createServer } from 'node:http'
import { companyId, createHub, diskMedia, logIn, memoryStore, toNode } from '@svyaz/core'
import siteChat from '@svyaz/plugin-site-chat'

const port = Number(process.env.PORT ?? 3000)
const secret = process.env.SECRET ?? 'thirty-two bytes of your own, at least'
const publicUrl = new URL(`http://localhost:${port}`)

const hub = createHub({
  plugins: [siteChat],
  store: memoryStore(),
  media: diskMedia({ folder: 'media', publicUrl, secret }),
  secretKeys: [secret],
  publicUrl,
  async onEvents(events, tx) {
    for (const event of events) {
      if (event.type !== 'message' || event.content.kind !== 'text') continue
      const text = { text: `You said: ${event.content.text.text}` }
      await hub.send(tx, event.account, {
        op: 'send',
        to: { by: 'chat', chat: event.chat },
        content: { kind: 'text', text },
        by: 'robot',
      })
    }
  },
})
await hub.start()
const company = companyId('0197f000-0000-7000-8000-000000000001')
const account = await logIn(hub, 'site_chat', 'site', { company, values: { title: 'Our site' } })
const widget = await hub.endpointUrl(account, '/widget.js')

const svyaz = toNode(hub)
createServer((request, response) => {
  void svyaz(request, response).then((answered) => {
    if (answered) return
    response.setHeader('content-type', 'text/html')
    response.end(`<h1>Our site</h1><script async src="${widget.href}"></script>`)
  })
}).listen(port)
