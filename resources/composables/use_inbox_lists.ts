/** Members, tags and saved views that the inbox chooses from. What changes here is shown at once; others see it with the next page. */
import type { InboxProps } from '@app/inbox/inbox_props'
import type { SavedView, TagView } from '@app/inbox/views'
import { inject, provide, shallowRef, watch, type InjectionKey, type ShallowRef } from 'vue'
import { request } from './http.ts'
import type { ListFilter } from './use_dialog_list.ts'

type Given = Pick<InboxProps, 'members' | 'tags' | 'views'>

type Lists = {
  readonly members: ShallowRef<Given['members']>
  readonly tags: ShallowRef<readonly TagView[]>
  readonly views: ShallowRef<readonly SavedView[]>
}

const key: InjectionKey<Lists> = Symbol('inbox lists')

export function provideInboxLists(given: () => Given): void {
  const lists: Lists = { members: shallowRef([]), tags: shallowRef([]), views: shallowRef([]) }
  let told = ''
  watch(
    given,
    ({ members, tags, views }) => {
      // Each move between dialogs brings new props of the same content.
      const now = JSON.stringify([members, tags, views])
      if (now === told) return
      told = now
      lists.members.value = members
      lists.tags.value = tags
      lists.views.value = views
    },
    { immediate: true }
  )
  provide(key, lists)
}

const byName = (left: { readonly name: string }, right: { readonly name: string }): number =>
  left.name.localeCompare(right.name)

export function useInboxLists() {
  const lists = inject(key, {
    members: shallowRef([]),
    tags: shallowRef([]),
    views: shallowRef([]),
  } satisfies Lists as Lists)
  const { members, tags, views } = lists

  async function makeTag(name: string): Promise<TagView> {
    const tag = await request<TagView>('POST', '/tags', { name })
    tags.value = [...tags.value, tag].sort(byName)
    return tag
  }

  async function changeTag(id: string, to: Partial<TagView>): Promise<void> {
    const changed = await request<TagView>('PATCH', `/tags/${id}`, to)
    tags.value = tags.value.map((tag) => (tag.id === id ? changed : tag)).sort(byName)
  }

  async function removeTag(id: string): Promise<void> {
    await request('DELETE', `/tags/${id}`)
    tags.value = tags.value.filter((tag) => tag.id !== id)
  }

  async function saveView(name: string, shared: boolean, filter: ListFilter): Promise<void> {
    const body = { name, shared, filter: toSaved(filter) }
    const view = await request<SavedView>('POST', '/inbox/views', body)
    views.value = [...views.value, view].sort(byName)
  }

  async function renameView(id: string, name: string): Promise<void> {
    const changed = await request<SavedView>('PATCH', `/inbox/views/${id}`, { name })
    views.value = views.value.map((view) => (view.id === id ? changed : view)).sort(byName)
  }

  async function removeView(id: string): Promise<void> {
    await request('DELETE', `/inbox/views/${id}`)
    views.value = views.value.filter((view) => view.id !== id)
  }

  return {
    members,
    tags,
    views,
    member: (id: string | null) => members.value.find((one) => one.id === id),
    tag: (id: string) => tags.value.find((one) => one.id === id),
    makeTag,
    changeTag,
    removeTag,
    saveView,
    renameView,
    removeView,
  }
}

/** A filter as it is kept: only what it narrows. */
export function toSaved({
  view,
  responsible,
  tags,
  line,
  channel,
}: ListFilter): SavedView['filter'] {
  return {
    view,
    ...(responsible === '' ? {} : { responsible }),
    ...(tags === '' ? {} : { tags: tags.split(',') }),
    ...(line === '' ? {} : { line }),
    ...(channel === '' ? {} : { channel }),
  }
}

export function fromSaved(filter: SavedView['filter']): Omit<ListFilter, 'q'> {
  return {
    view: filter.view,
    responsible: filter.responsible ?? '',
    tags: (filter.tags ?? []).join(','),
    line: filter.line ?? '',
    channel: filter.channel ?? '',
  }
}
