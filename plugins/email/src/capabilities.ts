/** What one mailbox can do, from its provider, its settings and what its server said in EHLO. */
import type { AccountInfo, Bucket, Capabilities, Pacing } from '@svyaz/core'
import { z } from 'zod'
import { presetOf } from './settings.ts'
import type { Settings } from './settings.ts'

/** size: of EHLO, bytes of the encoded letter. */
const factsSchema: z.ZodType<Facts> = z.object({
  size: z.number().optional(),
  dsn: z.boolean().default(false),
})
export type Facts = { size?: number | undefined; dsn: boolean }

const second = 1000
const hour = 3_600_000
const day = 24 * hour
/** Base64 with line ends. */
const encoded = 1.37
const headroom = 100_000
const longestText = 100_000
const mostFiles = 50

export function capabilitiesOf(account: AccountInfo<Settings>): Capabilities {
  const facts = factsOf(account.facts)
  const bytes = largestFile(account.settings, facts)
  const file = { text: longestText, bytes }
  const reportsDelivery = facts.dsn && account.settings.deliveryReports
  return {
    kinds: {
      text: { text: longestText },
      image: file,
      video: file,
      audio: file,
      voice: file,
      document: file,
    },
    album: { max: mostFiles, together: [['image', 'video', 'audio', 'voice', 'document']], bytes },
    writesFirstBy: ['email'],
    contacts: true,
    replies: true,
    subject: true,
    statuses: reportsDelivery ? ['sent', 'delivered'] : ['sent'],
    // A server takes the same Message-ID twice without a word.
    idempotent: { send: false },
    lanes: {
      send: sendingPace(account.settings),
      media: { intervalMs: 200, concurrency: 1, giveUpAfterMs: 7 * day },
      other: { intervalMs: 100, concurrency: 2, giveUpAfterMs: 2 * day },
    },
    quietMs: 120 * second,
  }
}

export function factsOf(facts: unknown): Facts {
  const parsed = factsSchema.safeParse(facts)
  return parsed.success ? parsed.data : { dsn: false }
}

/** The limit is of the letter on the wire. */
function largestFile(settings: Settings, facts: Facts): number {
  const letter = Math.min(presetOf(settings).letterBytes, facts.size ?? Number.POSITIVE_INFINITY)
  return Math.max(Math.floor(letter / encoded) - headroom, 0)
}

/** A company may slow down at will; faster than the provider likes only on a server of its own. */
function sendingPace(settings: Settings): Pacing {
  const preset = presetOf(settings)
  const least = settings.provider === 'custom' ? 20 : 500
  const wished =
    settings.intervalSeconds === 0 ? preset.intervalMs : settings.intervalSeconds * second
  const intervalMs = Math.max(wished, least)
  const marketing = settings.marketingIntervalSeconds === 0 ? 15 : settings.marketingIntervalSeconds
  const buckets: Bucket[] =
    preset.perDay === undefined ? [] : [{ limit: preset.perDay, windowMs: day }]
  return {
    intervalMs,
    marketingIntervalMs: Math.max(marketing * second, intervalMs),
    concurrency: 1,
    // Greylisting and full mailboxes are waited out this long.
    giveUpAfterMs: 48 * hour,
    ...(buckets.length === 0 ? {} : { buckets }),
  }
}
