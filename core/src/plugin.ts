import { z } from 'zod'
import type { ChannelPlugin } from './channel.ts'
import { Failure } from './failure.ts'
import type { Localized } from './json.ts'

/** Major version of the contracts that this core speaks. */
export const contractsVersion = 1

/**
 * What a person takes away from a connected account, shown on its page: an address to open, or a text to copy in which
 * `{url}` stands for that address.
 */
export type Handout = {
  readonly id: string
  readonly name: Localized
  readonly hint?: Localized
  /** Of an endpoint of the account: `hub.endpointUrl(account, path)`. */
  readonly path: `/${string}`
  readonly copy?: string
}

export type Manifest<
  Settings extends z.ZodObject = z.ZodObject,
  Instance extends z.ZodObject = z.ZodObject,
> = {
  /** Folder name and prefix of every stored key; lower case and `_`; never changes. */
  readonly id: string
  readonly name: Localized
  /** One sentence: what is connected. */
  readonly about: Localized
  /** Inline SVG, square, drawn with `currentColor` or its own colours; no scripts, no outside references. */
  readonly icon: string
  /** Major version of the contracts it was written against. */
  readonly api: 1
  /** Of one account; fields carry `FieldMeta` by `.meta()`. */
  readonly settings: Settings
  /** Of the whole installation (an OAuth client's id and secret), entered once by its operator, all of it encrypted. */
  readonly instance?: Instance
  readonly handouts?: readonly Handout[]
}

export interface Plugin<
  Settings extends z.ZodObject = z.ZodObject,
  Instance extends z.ZodObject = z.ZodObject,
> {
  readonly manifest: Manifest<Settings, Instance>
  /** Built when `instance` parses and again when it changes. */
  channel?(instance: z.output<Instance>): ChannelPlugin<z.output<Settings>>
  /** For everything foreign that a part of the plugin throws. undefined: core judges by how far the call got. */
  failure?(error: unknown): Failure | undefined
}

/** Checks at load what types can't; throws `E_PLUGIN_INVALID` naming the field. */
export function definePlugin<
  Settings extends z.ZodObject,
  Instance extends z.ZodObject = z.ZodObject<Record<never, never>>,
>(plugin: Plugin<Settings, Instance>): Plugin<Settings, Instance> {
  assertPlugin(plugin)
  return plugin
}

const localized = z.object({ ru: z.string().min(1), en: z.string().min(1) })
/** Not `instanceof`: a plugin may bring its own copy of zod. */
const isSchema = z.custom<z.ZodObject>(
  (value) =>
    typeof value === 'object' && value !== null && 'shape' in value && 'safeParse' in value,
  'must be a zod object'
)
const shape = z.object({
  manifest: z.object({
    id: z.string().regex(/^[a-z][a-z0-9_]{1,40}$/, 'must be lower case letters, digits and _'),
    name: localized,
    about: localized,
    icon: z
      .string()
      .regex(/^<svg[\s>]/, 'must be inline SVG')
      .max(20_000)
      .refine(
        (svg) => !/<script|\son\w+=|javascript:|<foreignObject/i.test(svg),
        'must not hold scripts'
      ),
    api: z.literal(contractsVersion),
    settings: isSchema,
    instance: isSchema.optional(),
    handouts: z
      .array(
        z.object({
          id: z.string().min(1),
          name: localized,
          hint: localized.optional(),
          path: z.string().startsWith('/'),
          copy: z.string().includes('{url}').optional(),
        })
      )
      .optional(),
  }),
  channel: z.function().optional(),
  failure: z.function().optional(),
})

/** Throws `E_PLUGIN_INVALID` unless `value` is a plugin of this contracts' version. */
export function assertPlugin(value: unknown): asserts value is Plugin {
  const parsed = shape.safeParse(value)
  if (parsed.success) return
  const issue = parsed.error.issues[0]
  const where = issue?.path.join('.') || 'default export'
  throw new Failure('rejected', {
    code: 'E_PLUGIN_INVALID',
    reason: {
      ru: `Плагин описан неверно: ${where} (${issue?.message ?? '?'}). Исправьте его манифест.`,
      en: `The plugin is not valid: ${where} (${issue?.message ?? '?'}). Mend its manifest.`,
    },
    cause: parsed.error,
  })
}
