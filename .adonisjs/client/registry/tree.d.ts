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
  companies: {
    enter: typeof routes['companies.enter']
  }
  lines: {
    index: typeof routes['lines.index']
    show: typeof routes['lines.show']
    store: typeof routes['lines.store']
    update: typeof routes['lines.update']
  }
  accounts: {
    show: typeof routes['accounts.show']
    update: typeof routes['accounts.update']
    pause: typeof routes['accounts.pause']
    resume: typeof routes['accounts.resume']
    restart: typeof routes['accounts.restart']
    destroy: typeof routes['accounts.destroy']
  }
  logins: {
    store: typeof routes['logins.store']
    return: typeof routes['logins.return']
    show: typeof routes['logins.show']
    answer: typeof routes['logins.answer']
    destroy: typeof routes['logins.destroy']
  }
  plugins: {
    index: typeof routes['plugins.index']
    update: typeof routes['plugins.update']
    configure: typeof routes['plugins.configure']
  }
  media: {
    show: typeof routes['media.show']
  }
  uploads: {
    store: typeof routes['uploads.store']
  }
  deadEvents: {
    index: typeof routes['dead_events.index']
    replay: typeof routes['dead_events.replay']
    destroy: typeof routes['dead_events.destroy']
  }
}
