import transmit from '@adonisjs/transmit/services/main'
import { channelOf } from './channel.js'
import { dropSlowReaders } from './drop_slow_readers.js'
import { createHints } from './hints.js'

/** To every browser of a company, on every node. */
export const hints = createHints(
  (company, hint) => {
    const channel = channelOf(company)
    dropSlowReaders(transmit, channel)
    transmit.broadcast(channel, hint as never)
  },
  (company) => Array.from(transmit.getManager().findByChannel(channelOf(company))).length
)
