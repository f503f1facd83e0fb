/** The same in Express: a chat on your own site that answers by itself. */
import express from 'express'
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
const app = express()
// In front of every body parser: endpoints want the bytes as they came.
app.use(async (request, response, next) => {
  if (!(await svyaz(request, response))) next()
})
app.get('/', (_request, response) => {
  response.type('html').send(`<h1>Our site</h1><script async src="${widget.href}"></script>`)
})
app.listen(port)
