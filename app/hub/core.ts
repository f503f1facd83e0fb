/** What core exports last; this file goes when it does. */
import * as core from '@svyaz/core'
import type { Hub, HubOptions, Sql, Store } from '@svyaz/core'
import type { IncomingMessage, ServerResponse } from 'node:http'

type Pool = Sql & { connect(): Promise<Sql & { release(broken?: Error): void }> }

type Later = {
  createHub<Tx>(options: HubOptions<Tx>): Hub<Tx>
  postgresStore(options: { readonly pool: Pool }): Store<Sql>
  readonly migrations: readonly { readonly id: string; readonly sql: string }[]
  toNode(
    hub: { readonly fetch: Hub<unknown>['fetch'] },
    options?: { readonly trustedProxies?: number }
  ): (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
}

export const { createHub, postgresStore, migrations = [], toNode } = core as unknown as Later
