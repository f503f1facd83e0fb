import type { z } from 'zod'
import type { Settings } from './registry.ts'

/** What may be shown of settings: `.meta({ secret: true })` never is, at any depth. */
export function withoutSecrets(schema: z.ZodObject, settings: Settings): Settings {
  const shown: [string, unknown][] = []
  for (const [field, value] of Object.entries(settings)) {
    const type = schema.shape[field] as z.ZodType | undefined
    if (!type || isSecret(type)) continue
    shown.push([field, nested(type, value)])
  }
  return Object.fromEntries(shown)
}

type Wrapped = {
  readonly meta?: () => unknown
  readonly def?: { innerType?: unknown }
  readonly shape?: object
}

function isSecret(type: unknown): boolean {
  const { meta, def } = type as Wrapped
  const said = meta?.call(type) as { secret?: boolean } | undefined
  return said?.secret === true || (def?.innerType !== undefined && isSecret(def.innerType))
}

function nested(type: unknown, value: unknown): unknown {
  const { shape, def } = type as Wrapped
  if (shape && typeof value === 'object' && value !== null) {
    return withoutSecrets(type as z.ZodObject, value as Settings)
  }
  return def?.innerType === undefined ? value : nested(def.innerType, value)
}
