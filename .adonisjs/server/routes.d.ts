import '@adonisjs/core/types/http'

type ParamValue = string | number | bigint | boolean

export type ScannedRoutes = {
  ALL: {
    'home.show': { paramsTuple?: []; params?: {} }
    'setup.first': { paramsTuple?: []; params?: {} }
    'setup.store_first': { paramsTuple?: []; params?: {} }
    'setup.further': { paramsTuple?: []; params?: {} }
    'setup.store_further': { paramsTuple?: []; params?: {} }
    'sign_in.show': { paramsTuple?: []; params?: {} }
    'sign_in.store': { paramsTuple?: []; params?: {} }
    'sign_in.destroy': { paramsTuple?: []; params?: {} }
    'profile.show': { paramsTuple?: []; params?: {} }
    'profile.update': { paramsTuple?: []; params?: {} }
  }
  GET: {
    'home.show': { paramsTuple?: []; params?: {} }
    'setup.first': { paramsTuple?: []; params?: {} }
    'setup.further': { paramsTuple?: []; params?: {} }
    'sign_in.show': { paramsTuple?: []; params?: {} }
    'profile.show': { paramsTuple?: []; params?: {} }
  }
  HEAD: {
    'home.show': { paramsTuple?: []; params?: {} }
    'setup.first': { paramsTuple?: []; params?: {} }
    'setup.further': { paramsTuple?: []; params?: {} }
    'sign_in.show': { paramsTuple?: []; params?: {} }
    'profile.show': { paramsTuple?: []; params?: {} }
  }
  POST: {
    'setup.store_first': { paramsTuple?: []; params?: {} }
    'setup.store_further': { paramsTuple?: []; params?: {} }
    'sign_in.store': { paramsTuple?: []; params?: {} }
    'sign_in.destroy': { paramsTuple?: []; params?: {} }
  }
  PUT: {
    'profile.update': { paramsTuple?: []; params?: {} }
  }
}
declare module '@adonisjs/core/types/http' {
  export interface RoutesList extends ScannedRoutes {}
}