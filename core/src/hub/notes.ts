import type { Fence, OwnerNo, StateStore } from '../outbox/store.ts'
import type { Cipher } from '../state/cipher.ts'
import { corePrefix, sealChange } from '../state/encrypted_state.ts'
import type { StateChange } from '../step.ts'

/**
 * What any node leaves for the one that holds an account: the state a login brought, to be written under the lease with
 * the old session stopped; the wish to be removed. Notes survive a crash, words would not.
 */
export const loginNote: string = `${corePrefix}login`
export const removeNote: string = `${corePrefix}remove`

export type Notes = { readonly login?: StateChange; readonly remove: boolean }

type Written = {
  readonly put: readonly (readonly [key: string, base64: string])[]
  readonly expires: readonly (readonly [key: string, at: number])[]
  readonly remove: readonly string[]
}

export function writeLogin(change: StateChange): StateChange {
  const written: Written = {
    put: [...(change.put ?? [])].map(([key, value]) => [
      key,
      Buffer.from(value).toString('base64'),
    ]),
    expires: [...(change.expires ?? [])],
    remove: change.remove ?? [],
  }
  return { put: new Map([[loginNote, Buffer.from(JSON.stringify(written))]]) }
}

export function writeRemove(): StateChange {
  return { put: new Map([[removeNote, Buffer.from('1')]]) }
}

export type NoteBook = {
  readonly store: Pick<StateStore<never>, 'get' | 'commit'>
  readonly cipher: Cipher
  readonly owner: OwnerNo
  readonly id: string
}

export async function readNotes({ store, cipher, owner, id }: NoteBook): Promise<Notes> {
  const sealed = await store.get(owner, [loginNote, removeNote])
  const login = sealed.get(loginNote)
  const remove = sealed.has(removeNote)
  if (!login) return { remove }
  const text = Buffer.from(cipher.open(login, { owner: id, key: loginNote })).toString()
  const written = JSON.parse(text) as Written
  const put = written.put.map(([key, value]) => [key, Buffer.from(value, 'base64')] as const)
  const change = { put: new Map(put), expires: new Map(written.expires), remove: written.remove }
  return { login: change, remove }
}

/** The login's state takes effect and its note goes, in one commit. */
export async function applyLogin(book: NoteBook, login: StateChange, fence: Fence): Promise<void> {
  const change = { ...login, remove: [...(login.remove ?? []), loginNote] }
  await book.store.commit(fence, sealChange(change, book.cipher, book.id))
}
