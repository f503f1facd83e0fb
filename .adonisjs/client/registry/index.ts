/* eslint-disable prettier/prettier */
import type { AdonisEndpoint } from '@tuyau/core/types'
import type { Registry } from './schema.d.ts'
import type { ApiDefinition } from './tree.d.ts'

const placeholder: any = {}

const routes = {
  'home.show': {
    methods: ["GET","HEAD"],
    pattern: '/',
    tokens: [{"old":"/","type":0,"val":"/","end":""}],
    types: placeholder as Registry['home.show']['types'],
  },
  'setup.first': {
    methods: ["GET","HEAD"],
    pattern: '/setup',
    tokens: [{"old":"/setup","type":0,"val":"setup","end":""}],
    types: placeholder as Registry['setup.first']['types'],
  },
  'setup.store_first': {
    methods: ["POST"],
    pattern: '/setup',
    tokens: [{"old":"/setup","type":0,"val":"setup","end":""}],
    types: placeholder as Registry['setup.store_first']['types'],
  },
  'setup.further': {
    methods: ["GET","HEAD"],
    pattern: '/sign-up',
    tokens: [{"old":"/sign-up","type":0,"val":"sign-up","end":""}],
    types: placeholder as Registry['setup.further']['types'],
  },
  'setup.store_further': {
    methods: ["POST"],
    pattern: '/sign-up',
    tokens: [{"old":"/sign-up","type":0,"val":"sign-up","end":""}],
    types: placeholder as Registry['setup.store_further']['types'],
  },
  'sign_in.show': {
    methods: ["GET","HEAD"],
    pattern: '/sign-in',
    tokens: [{"old":"/sign-in","type":0,"val":"sign-in","end":""}],
    types: placeholder as Registry['sign_in.show']['types'],
  },
  'sign_in.store': {
    methods: ["POST"],
    pattern: '/sign-in',
    tokens: [{"old":"/sign-in","type":0,"val":"sign-in","end":""}],
    types: placeholder as Registry['sign_in.store']['types'],
  },
  'sign_in.destroy': {
    methods: ["POST"],
    pattern: '/sign-out',
    tokens: [{"old":"/sign-out","type":0,"val":"sign-out","end":""}],
    types: placeholder as Registry['sign_in.destroy']['types'],
  },
  'profile.show': {
    methods: ["GET","HEAD"],
    pattern: '/settings/profile',
    tokens: [{"old":"/settings/profile","type":0,"val":"settings","end":""},{"old":"/settings/profile","type":0,"val":"profile","end":""}],
    types: placeholder as Registry['profile.show']['types'],
  },
  'profile.update': {
    methods: ["PUT"],
    pattern: '/me/preferences',
    tokens: [{"old":"/me/preferences","type":0,"val":"me","end":""},{"old":"/me/preferences","type":0,"val":"preferences","end":""}],
    types: placeholder as Registry['profile.update']['types'],
  },
  'companies.enter': {
    methods: ["POST"],
    pattern: '/companies/:id/enter',
    tokens: [{"old":"/companies/:id/enter","type":0,"val":"companies","end":""},{"old":"/companies/:id/enter","type":1,"val":"id","end":""},{"old":"/companies/:id/enter","type":0,"val":"enter","end":""}],
    types: placeholder as Registry['companies.enter']['types'],
  },
  'lines.index': {
    methods: ["GET","HEAD"],
    pattern: '/lines',
    tokens: [{"old":"/lines","type":0,"val":"lines","end":""}],
    types: placeholder as Registry['lines.index']['types'],
  },
  'lines.show': {
    methods: ["GET","HEAD"],
    pattern: '/lines/:id',
    tokens: [{"old":"/lines/:id","type":0,"val":"lines","end":""},{"old":"/lines/:id","type":1,"val":"id","end":""}],
    types: placeholder as Registry['lines.show']['types'],
  },
  'accounts.show': {
    methods: ["GET","HEAD"],
    pattern: '/accounts/:id',
    tokens: [{"old":"/accounts/:id","type":0,"val":"accounts","end":""},{"old":"/accounts/:id","type":1,"val":"id","end":""}],
    types: placeholder as Registry['accounts.show']['types'],
  },
  'lines.store': {
    methods: ["POST"],
    pattern: '/lines',
    tokens: [{"old":"/lines","type":0,"val":"lines","end":""}],
    types: placeholder as Registry['lines.store']['types'],
  },
  'lines.update': {
    methods: ["PATCH"],
    pattern: '/lines/:id',
    tokens: [{"old":"/lines/:id","type":0,"val":"lines","end":""},{"old":"/lines/:id","type":1,"val":"id","end":""}],
    types: placeholder as Registry['lines.update']['types'],
  },
  'accounts.update': {
    methods: ["PATCH"],
    pattern: '/accounts/:id',
    tokens: [{"old":"/accounts/:id","type":0,"val":"accounts","end":""},{"old":"/accounts/:id","type":1,"val":"id","end":""}],
    types: placeholder as Registry['accounts.update']['types'],
  },
  'accounts.pause': {
    methods: ["POST"],
    pattern: '/accounts/:id/pause',
    tokens: [{"old":"/accounts/:id/pause","type":0,"val":"accounts","end":""},{"old":"/accounts/:id/pause","type":1,"val":"id","end":""},{"old":"/accounts/:id/pause","type":0,"val":"pause","end":""}],
    types: placeholder as Registry['accounts.pause']['types'],
  },
  'accounts.resume': {
    methods: ["POST"],
    pattern: '/accounts/:id/resume',
    tokens: [{"old":"/accounts/:id/resume","type":0,"val":"accounts","end":""},{"old":"/accounts/:id/resume","type":1,"val":"id","end":""},{"old":"/accounts/:id/resume","type":0,"val":"resume","end":""}],
    types: placeholder as Registry['accounts.resume']['types'],
  },
  'accounts.restart': {
    methods: ["POST"],
    pattern: '/accounts/:id/restart',
    tokens: [{"old":"/accounts/:id/restart","type":0,"val":"accounts","end":""},{"old":"/accounts/:id/restart","type":1,"val":"id","end":""},{"old":"/accounts/:id/restart","type":0,"val":"restart","end":""}],
    types: placeholder as Registry['accounts.restart']['types'],
  },
  'accounts.destroy': {
    methods: ["DELETE"],
    pattern: '/accounts/:id',
    tokens: [{"old":"/accounts/:id","type":0,"val":"accounts","end":""},{"old":"/accounts/:id","type":1,"val":"id","end":""}],
    types: placeholder as Registry['accounts.destroy']['types'],
  },
  'logins.store': {
    methods: ["POST"],
    pattern: '/lines/:id/logins',
    tokens: [{"old":"/lines/:id/logins","type":0,"val":"lines","end":""},{"old":"/lines/:id/logins","type":1,"val":"id","end":""},{"old":"/lines/:id/logins","type":0,"val":"logins","end":""}],
    types: placeholder as Registry['logins.store']['types'],
  },
  'logins.return': {
    methods: ["GET","HEAD"],
    pattern: '/logins/return/:plugin',
    tokens: [{"old":"/logins/return/:plugin","type":0,"val":"logins","end":""},{"old":"/logins/return/:plugin","type":0,"val":"return","end":""},{"old":"/logins/return/:plugin","type":1,"val":"plugin","end":""}],
    types: placeholder as Registry['logins.return']['types'],
  },
  'logins.show': {
    methods: ["GET","HEAD"],
    pattern: '/logins/:id',
    tokens: [{"old":"/logins/:id","type":0,"val":"logins","end":""},{"old":"/logins/:id","type":1,"val":"id","end":""}],
    types: placeholder as Registry['logins.show']['types'],
  },
  'logins.answer': {
    methods: ["POST"],
    pattern: '/logins/:id/answers',
    tokens: [{"old":"/logins/:id/answers","type":0,"val":"logins","end":""},{"old":"/logins/:id/answers","type":1,"val":"id","end":""},{"old":"/logins/:id/answers","type":0,"val":"answers","end":""}],
    types: placeholder as Registry['logins.answer']['types'],
  },
  'logins.destroy': {
    methods: ["DELETE"],
    pattern: '/logins/:id',
    tokens: [{"old":"/logins/:id","type":0,"val":"logins","end":""},{"old":"/logins/:id","type":1,"val":"id","end":""}],
    types: placeholder as Registry['logins.destroy']['types'],
  },
  'plugins.index': {
    methods: ["GET","HEAD"],
    pattern: '/plugins',
    tokens: [{"old":"/plugins","type":0,"val":"plugins","end":""}],
    types: placeholder as Registry['plugins.index']['types'],
  },
  'plugins.update': {
    methods: ["PUT"],
    pattern: '/plugins/:id',
    tokens: [{"old":"/plugins/:id","type":0,"val":"plugins","end":""},{"old":"/plugins/:id","type":1,"val":"id","end":""}],
    types: placeholder as Registry['plugins.update']['types'],
  },
  'plugins.configure': {
    methods: ["PUT"],
    pattern: '/plugins/:id/instance',
    tokens: [{"old":"/plugins/:id/instance","type":0,"val":"plugins","end":""},{"old":"/plugins/:id/instance","type":1,"val":"id","end":""},{"old":"/plugins/:id/instance","type":0,"val":"instance","end":""}],
    types: placeholder as Registry['plugins.configure']['types'],
  },
  'media.show': {
    methods: ["GET","HEAD"],
    pattern: '/media/:id',
    tokens: [{"old":"/media/:id","type":0,"val":"media","end":""},{"old":"/media/:id","type":1,"val":"id","end":""}],
    types: placeholder as Registry['media.show']['types'],
  },
  'uploads.store': {
    methods: ["POST"],
    pattern: '/inbox/files',
    tokens: [{"old":"/inbox/files","type":0,"val":"inbox","end":""},{"old":"/inbox/files","type":0,"val":"files","end":""}],
    types: placeholder as Registry['uploads.store']['types'],
  },
  'dead_events.index': {
    methods: ["GET","HEAD"],
    pattern: '/dead-events',
    tokens: [{"old":"/dead-events","type":0,"val":"dead-events","end":""}],
    types: placeholder as Registry['dead_events.index']['types'],
  },
  'dead_events.replay': {
    methods: ["POST"],
    pattern: '/dead-events/:id/replay',
    tokens: [{"old":"/dead-events/:id/replay","type":0,"val":"dead-events","end":""},{"old":"/dead-events/:id/replay","type":1,"val":"id","end":""},{"old":"/dead-events/:id/replay","type":0,"val":"replay","end":""}],
    types: placeholder as Registry['dead_events.replay']['types'],
  },
  'dead_events.destroy': {
    methods: ["DELETE"],
    pattern: '/dead-events/:id',
    tokens: [{"old":"/dead-events/:id","type":0,"val":"dead-events","end":""},{"old":"/dead-events/:id","type":1,"val":"id","end":""}],
    types: placeholder as Registry['dead_events.destroy']['types'],
  },
} as const satisfies Record<string, AdonisEndpoint>

export { routes }

export const registry = {
  routes,
  $tree: {} as ApiDefinition,
}

declare module '@tuyau/core/types' {
  export interface UserRegistry {
    routes: typeof routes
    $tree: ApiDefinition
  }
}
