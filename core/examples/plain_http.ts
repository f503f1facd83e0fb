/** A chat on your own site that answers by itself: run it and open http://localhost:3000 */
import { createServer } from 'node:http'
import { companyId, createHub, diskMedia, logIn, memoryStore, toNode } from '@svyaz/core'
import siteChat from '@svyaz/plugin-site-chat'

const secret = process.env.SECRET ?? 'thirty-two bytes of your own, at least'
const hub = createHub({
  plugins: [siteChat],
  store: memoryStore(),
  media: diskMedia({ folder: 'media', secret }),
  secretKeys: [secret],
  async onEvents(events, tx) {
    for (const event of events) {
      if (event.type !== 'message') continue
      const to = { by: 'chat', chat: event.chat } as const
      const content = { kind: 'text', text: { text: 'Thank you! We answer soon.' } } as const
      await hub.send(tx, event.account, { op: 'send', to, content, by: 'robot' })
    }
  },
})
await hub.start()
const company = companyId('0197f000-0000-7000-8000-000000000001')
const account = await logIn(hub, 'site_chat', 'site', { company, values: { title: 'Our site' } })
const { pathname } = await hub.endpointUrl(account, '/widget.js')
const svyaz = toNode(hub)
createServer((request, response) => {
  void svyaz(request, response).then((answered) => {
    if (!answered) response.end(`<h1>Our site</h1><script async src="${pathname}"></script>`)
  })
}).listen(process.env.PORT ?? 3000)
