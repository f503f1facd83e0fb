export type Section = {
  readonly id: 'dialogs' | 'replies' | 'lines' | 'plugins' | 'dead_events' | 'settings'
  readonly to: string
  readonly icon: string
  /** Only for those who set things up. */
  readonly configures: boolean
}

export const sections: readonly Section[] = [
  { id: 'dialogs', to: '/inbox', icon: 'i-lucide-messages-square', configures: false },
  {
    id: 'replies',
    to: '/replies',
    icon: 'i-lucide-message-square-quote',
    configures: false,
  },
  { id: 'lines', to: '/lines', icon: 'i-lucide-cable', configures: false },
  { id: 'plugins', to: '/plugins', icon: 'i-lucide-blocks', configures: true },
  { id: 'dead_events', to: '/dead-events', icon: 'i-lucide-mail-warning', configures: true },
  { id: 'settings', to: '/settings/profile', icon: 'i-lucide-settings', configures: false },
]

export function isCurrent(section: Section, url: string): boolean {
  const path = url.split('?')[0] ?? ''
  if (section.id === 'settings') return path.startsWith('/settings/')
  if (section.id === 'lines' && path.startsWith('/accounts')) return true
  if (section.id === 'replies' && path === '/macros') return true
  return path === section.to || path.startsWith(`${section.to}/`)
}
