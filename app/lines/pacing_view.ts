import { timeZoneOf } from '#app/companies/time_zone'
import hub from '#app/hub/service'
import type { PacingView } from '#app/lines/views'
import { contactsOf } from '#app/queue/contacts'
import { isFailure, ownPacingSchema, type AccountView, type Capabilities } from '@svyaz/core'
import { z } from 'zod'

type Property = { readonly minimum?: number; readonly maximum?: number }

/** Core's own schema knows the bounds; the form only shows them. */
const { properties } = z.toJSONSchema(ownPacingSchema, { unrepresentable: 'any', io: 'input' }) as {
  readonly properties: { readonly [field: string]: Property | undefined }
}

function boundsOf(field: string) {
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = properties[field] ?? {}
  return { min: minimum, max: maximum }
}

const bounds: PacingView['bounds'] = {
  intervalMs: boundsOf('intervalMs'),
  marketingIntervalMs: boundsOf('marketingIntervalMs'),
  firstContactsPerDay: boundsOf('firstContactsPerDay'),
}

/** How fast an account goes: what the company set, what the messenger wants, how many new people today. */
export async function pacingView(view: AccountView): Promise<PacingView> {
  const { id, company, pacing, since } = view
  const [can, lanes, timeZone] = await Promise.all([
    capabilitiesOf(view),
    hub.outbox.lanes(company, { account: id }),
    timeZoneOf(company),
  ])
  const lane = lanes.find((one) => one.lane === 'send')
  const { intervalMs, marketingIntervalMs, firstContactsPerDay, quietHours } = pacing
  return {
    own: {
      intervalMs: intervalMs ?? null,
      marketingIntervalMs: marketingIntervalMs ?? null,
      firstContactsPerDay: firstContactsPerDay ?? null,
      quietHours: quietHours ? { from: quietHours.from, to: quietHours.to } : null,
    },
    demanded: can?.lanes.send ?? null,
    bounds,
    writesFirst: (can?.writesFirstBy.length ?? 0) > 0,
    contacts: contactsOf(lane, lane?.pacing ?? ownCap(firstContactsPerDay, can), since),
    timeZone,
  }
}

/** Before the lane has had its first row nobody has put the two together. */
function ownCap(perDay: number | undefined, can: Capabilities | undefined) {
  const demanded = can?.lanes.send
  if (perDay === undefined || demanded?.firstContact?.perDay !== undefined) return demanded
  return { intervalMs: 0, ...demanded, firstContact: { perDay } }
}

/** A broken or missing plugin demands nothing that anybody knows. */
async function capabilitiesOf({ id }: AccountView): Promise<Capabilities | undefined> {
  try {
    return await hub.capabilities(id)
  } catch (error) {
    if (isFailure(error)) return undefined
    throw error
  }
}
