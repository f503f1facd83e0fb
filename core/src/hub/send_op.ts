import { z } from 'zod'
import type { ChatKey } from '../ids.ts'
import type { ActOp, MessageRef, SendOp } from '../outgoing.ts'

/** Core's own steps; a plugin's name can't begin with `@`. */
export const sendStep = '@send'
export const downloadStep = '@download'
export const readStep = '@mark_read'
export const contactsStep = '@contacts'
export const actSteps = { edit: '@edit', remove: '@remove', react: '@react' } as const

const kinds = ['text', 'image', 'video', 'audio', 'voice', 'document'] as const

const text = z.object({ text: z.string() })
const file = z.object({
  as: z.enum(['image', 'video', 'audio', 'voice', 'document']),
  media: z.string().min(1),
  name: z.string().optional(),
})
const ref = z.looseObject({
  id: z.string(),
  chat: z.string(),
  fromUs: z.boolean(),
  at: z.number(),
})

/** Rows outlive releases: what a row holds is checked again before it runs. */
export const sendOpSchema: z.ZodType<SendOp> = z.object({
  op: z.literal('send'),
  to: z.discriminatedUnion('by', [
    z.object({ by: z.literal('chat'), chat: z.string().min(1) }),
    z.object({ by: z.literal('phone'), e164: z.string().regex(/^\+\d{5,15}$/) }),
    z.object({ by: z.enum(['username', 'email', 'external']), value: z.string().min(1) }),
  ]),
  content: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('text'), text }),
    z.object({ kind: z.literal('files'), files: z.array(file), caption: text.optional() }),
  ]),
  by: z.enum(['operator', 'robot', 'marketing']),
  replyTo: ref.extend({ excerpt: z.string() }).optional(),
  subject: z.string().optional(),
  author: z.object({ name: z.string() }).optional(),
}) as unknown as z.ZodType<SendOp>

export const actOpSchema: z.ZodType<ActOp> = z.discriminatedUnion('op', [
  z.object({ op: z.literal('edit'), target: ref, kind: z.enum(kinds), text }),
  z.object({ op: z.literal('remove'), target: ref }),
  z.object({ op: z.literal('react'), target: ref, emoji: z.string().max(64).nullable() }),
]) as unknown as z.ZodType<ActOp>

/** `sealed`: a `RemoteMedia`, which may hold the key of a file. */
export const downloadSchema: z.ZodType<{ sealed: string; id: string }> = z.object({
  sealed: z.string(),
  id: z.string(),
})

export const readSchema: z.ZodType<{ chat: ChatKey; messages: readonly MessageRef[] }> = z.object({
  chat: z.string(),
  messages: z.array(ref),
}) as unknown as z.ZodType<{ chat: ChatKey; messages: readonly MessageRef[] }>
