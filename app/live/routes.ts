import { middleware } from '#start/kernel'
import transmit from '@adonisjs/transmit/services/main'
import { companyOf } from './channel.js'
import { ownStream, streams } from './own_streams.js'
import { isMember } from './queries/is_member.js'
import { team } from './team.js'

/** The stream of hints: for people who are signed in, of the companies they belong to. */
transmit.registerRoutes((route) => route.use([middleware.signedIn(), ownStream]))

transmit.authorize<{ id: string }>('companies/:id', async (ctx, { id }) =>
  isMember(ctx.auth.getUserOrFail().id, id)
)
// Transmit lets everybody into channels that nobody guards: these patterns leave none over.
for (const pattern of ['*', ':any', ':any/*']) transmit.authorize(pattern, () => false)

transmit.on('subscribe', ({ uid, channel }) => {
  const company = companyOf(channel)
  if (company === undefined) return
  streams.enters(uid, company)
  team.came(company, uid)
})
transmit.on('disconnect', ({ uid }) => team.left(uid))
