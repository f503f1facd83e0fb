/* eslint-disable prettier/prettier */
import type { routes } from './index.ts'

export interface ApiDefinition {
  home: {
    show: typeof routes['home.show']
  }
  setup: {
    first: typeof routes['setup.first']
    storeFirst: typeof routes['setup.store_first']
    further: typeof routes['setup.further']
    storeFurther: typeof routes['setup.store_further']
  }
  signIn: {
    show: typeof routes['sign_in.show']
    store: typeof routes['sign_in.store']
    destroy: typeof routes['sign_in.destroy']
  }
  profile: {
    show: typeof routes['profile.show']
    update: typeof routes['profile.update']
  }
}
