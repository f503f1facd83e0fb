import { nodeTests } from './store_suite/nodes.ts'
import { ownerTests } from './store_suite/owners.ts'
import { queueTests } from './store_suite/queue.ts'
import { settleTests } from './store_suite/settle.ts'
import { stateTests } from './store_suite/state.ts'
import { viewTests } from './store_suite/views.ts'
import type { StoreSuiteOptions } from './store_suite/world.ts'

/** What every store must do, whatever it is made of. Failures are thrown `AssertionError`s. */
export function storeSuite<Tx>(options: StoreSuiteOptions<Tx>): void {
  ownerTests(options)
  queueTests(options)
  settleTests(options)
  nodeTests(options)
  stateTests(options)
  viewTests(options)
}
