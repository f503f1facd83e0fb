/** Where a letter lies, as it comes back from core: from `MessageRef.data` or a `RemoteMedia`. */
import { z } from 'zod'
import type { Place } from './letter.ts'

export const placeSchema: z.ZodType<Place> = z.object({
  folder: z.string().min(1),
  uidValidity: z.string(),
  uid: z.number().int().positive(),
})

export type RemotePart = Place & { readonly part: string; readonly messageId?: string | undefined }

/** part: IMAP's number, or `letter` for the whole. */
export const remotePartSchema: z.ZodType<RemotePart> = z.object({
  folder: z.string().min(1),
  uidValidity: z.string(),
  uid: z.number().int().positive(),
  part: z.string().regex(/^(?:letter|\d+(?:\.\d+)*)$/),
  messageId: z.string().optional(),
})
