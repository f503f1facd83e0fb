import type {
  AlertsProps,
  DeadEventsProps,
  ErrorProps,
  ProfileProps,
  SetupProps,
  SignInProps,
} from '#app/http/shared_props'
import type { InboxProps } from '#app/inbox/inbox_props'
import type { QueueProps } from '#app/queue/views'
import type { MacrosProps } from '#app/macros/views'
import type { RepliesProps } from '#app/replies/views'
import type { AccountView, LineRow, PluginRow } from '#app/lines/views'

/** The pages under resources/pages and what each is given beside the shared props. */
export type Pages = {
  'auth/setup': SetupProps
  'auth/sign_in': SignInProps
  'settings/profile': ProfileProps
  'settings/alerts': AlertsProps
  'settings/keys': { readonly [prop: string]: never }
  'errors/show': ErrorProps
  'inbox/show': InboxProps
  'lines/index': { readonly lines: readonly LineRow[]; readonly plugins: readonly PluginRow[] }
  'lines/show': { readonly line: LineRow; readonly plugins: readonly PluginRow[] }
  'accounts/show': { readonly account: AccountView }
  'accounts/queue': QueueProps
  /** operator: of the installation, who alone enters its settings. */
  'plugins/index': { readonly plugins: readonly PluginRow[]; readonly operator: boolean }
  'dead_events/index': DeadEventsProps
  'replies/index': RepliesProps
  'macros/index': MacrosProps
}
