import type { AppHub } from '#app/hub/build_hub'

let hub: AppHub

/**
 * Called by the provider before routes are loaded. Nothing waits for it at import: the hub's own wiring leads back to
 * modules that name the hub, and such a circle of top-level awaits never ends.
 */
export function provideHub(made: AppHub): void {
  hub = made
}

export { hub as default }
