/** The same in Express: a chat on your own site that answers by itself. */
import express from 'express'
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
const app = express()
// In front of every body parser: endpoints want the bytes as they came.
app.use(async (request, response, next) => {
  if (!(await svyaz(request, response))) next()
})
app.get('/', (_request, response) => {
  response.send(`<h1>Our site</h1><script async src="${pathname}"></script>`)
})
app.listen(process.env.PORT ?? 3000)
