/* eslint-disable prettier/prettier */
/// <reference path="../manifest.d.ts" />

import type { ExtractBody, ExtractErrorResponse, ExtractQuery, ExtractQueryForGet, ExtractResponse } from '@tuyau/core/types'
import type { InferInput, SimpleError } from '@vinejs/vine/types'

export type ParamValue = string | number | bigint | boolean

export interface Registry {
  'home.show': {
    methods: ["GET","HEAD"]
    pattern: '/'
    types: {
      body: {}
      paramsTuple: []
      params: {}
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/http/home_controller').default['show']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/http/home_controller').default['show']>>>
    }
  }
  'setup.first': {
    methods: ["GET","HEAD"]
    pattern: '/setup'
    types: {
      body: {}
      paramsTuple: []
      params: {}
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/auth/setup_controller').default['first']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/auth/setup_controller').default['first']>>>
    }
  }
  'setup.store_first': {
    methods: ["POST"]
    pattern: '/setup'
    types: {
      body: {}
      paramsTuple: []
      params: {}
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/auth/setup_controller').default['storeFirst']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/auth/setup_controller').default['storeFirst']>>>
    }
  }
  'setup.further': {
    methods: ["GET","HEAD"]
    pattern: '/sign-up'
    types: {
      body: {}
      paramsTuple: []
      params: {}
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/auth/setup_controller').default['further']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/auth/setup_controller').default['further']>>>
    }
  }
  'setup.store_further': {
    methods: ["POST"]
    pattern: '/sign-up'
    types: {
      body: {}
      paramsTuple: []
      params: {}
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/auth/setup_controller').default['storeFurther']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/auth/setup_controller').default['storeFurther']>>>
    }
  }
  'sign_in.show': {
    methods: ["GET","HEAD"]
    pattern: '/sign-in'
    types: {
      body: {}
      paramsTuple: []
      params: {}
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/auth/sign_in_controller').default['show']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/auth/sign_in_controller').default['show']>>>
    }
  }
  'sign_in.store': {
    methods: ["POST"]
    pattern: '/sign-in'
    types: {
      body: ExtractBody<InferInput<(typeof import('#app/auth/auth_validator').signInValidator)>>
      paramsTuple: []
      params: {}
      query: ExtractQuery<InferInput<(typeof import('#app/auth/auth_validator').signInValidator)>>
      response: ExtractResponse<Awaited<ReturnType<import('#app/auth/sign_in_controller').default['store']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/auth/sign_in_controller').default['store']>>> | { status: 422; response: { errors: SimpleError[] } }
    }
  }
  'sign_in.destroy': {
    methods: ["POST"]
    pattern: '/sign-out'
    types: {
      body: {}
      paramsTuple: []
      params: {}
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/auth/sign_in_controller').default['destroy']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/auth/sign_in_controller').default['destroy']>>>
    }
  }
  'profile.show': {
    methods: ["GET","HEAD"]
    pattern: '/settings/profile'
    types: {
      body: {}
      paramsTuple: []
      params: {}
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/auth/profile_controller').default['show']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/auth/profile_controller').default['show']>>>
    }
  }
  'profile.update': {
    methods: ["PUT"]
    pattern: '/me/preferences'
    types: {
      body: ExtractBody<InferInput<(typeof import('#app/auth/auth_validator').preferencesValidator)>>
      paramsTuple: []
      params: {}
      query: ExtractQuery<InferInput<(typeof import('#app/auth/auth_validator').preferencesValidator)>>
      response: ExtractResponse<Awaited<ReturnType<import('#app/auth/profile_controller').default['update']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/auth/profile_controller').default['update']>>> | { status: 422; response: { errors: SimpleError[] } }
    }
  }
  'companies.enter': {
    methods: ["POST"]
    pattern: '/companies/:id/enter'
    types: {
      body: {}
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/companies/companies_controller').default['enter']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/companies/companies_controller').default['enter']>>>
    }
  }
  'lines.index': {
    methods: ["GET","HEAD"]
    pattern: '/lines'
    types: {
      body: {}
      paramsTuple: []
      params: {}
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/lines/lines_controller').default['index']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/lines/lines_controller').default['index']>>>
    }
  }
  'lines.show': {
    methods: ["GET","HEAD"]
    pattern: '/lines/:id'
    types: {
      body: {}
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/lines/lines_controller').default['show']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/lines/lines_controller').default['show']>>>
    }
  }
  'accounts.show': {
    methods: ["GET","HEAD"]
    pattern: '/accounts/:id'
    types: {
      body: {}
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/lines/accounts_controller').default['show']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/lines/accounts_controller').default['show']>>>
    }
  }
  'lines.store': {
    methods: ["POST"]
    pattern: '/lines'
    types: {
      body: ExtractBody<InferInput<(typeof import('#app/lines/lines_validator').lineValidator)>>
      paramsTuple: []
      params: {}
      query: ExtractQuery<InferInput<(typeof import('#app/lines/lines_validator').lineValidator)>>
      response: ExtractResponse<Awaited<ReturnType<import('#app/lines/lines_controller').default['store']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/lines/lines_controller').default['store']>>> | { status: 422; response: { errors: SimpleError[] } }
    }
  }
  'lines.update': {
    methods: ["PATCH"]
    pattern: '/lines/:id'
    types: {
      body: ExtractBody<InferInput<(typeof import('#app/lines/lines_validator').lineValidator)>>
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: ExtractQuery<InferInput<(typeof import('#app/lines/lines_validator').lineValidator)>>
      response: ExtractResponse<Awaited<ReturnType<import('#app/lines/lines_controller').default['update']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/lines/lines_controller').default['update']>>> | { status: 422; response: { errors: SimpleError[] } }
    }
  }
  'accounts.update': {
    methods: ["PATCH"]
    pattern: '/accounts/:id'
    types: {
      body: ExtractBody<InferInput<(typeof import('#app/lines/lines_validator').accountValidator)>>
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: ExtractQuery<InferInput<(typeof import('#app/lines/lines_validator').accountValidator)>>
      response: ExtractResponse<Awaited<ReturnType<import('#app/lines/accounts_controller').default['update']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/lines/accounts_controller').default['update']>>> | { status: 422; response: { errors: SimpleError[] } }
    }
  }
  'accounts.pause': {
    methods: ["POST"]
    pattern: '/accounts/:id/pause'
    types: {
      body: {}
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/lines/accounts_controller').default['pause']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/lines/accounts_controller').default['pause']>>>
    }
  }
  'accounts.resume': {
    methods: ["POST"]
    pattern: '/accounts/:id/resume'
    types: {
      body: {}
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/lines/accounts_controller').default['resume']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/lines/accounts_controller').default['resume']>>>
    }
  }
  'accounts.restart': {
    methods: ["POST"]
    pattern: '/accounts/:id/restart'
    types: {
      body: {}
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/lines/accounts_controller').default['restart']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/lines/accounts_controller').default['restart']>>>
    }
  }
  'accounts.destroy': {
    methods: ["DELETE"]
    pattern: '/accounts/:id'
    types: {
      body: {}
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/lines/accounts_controller').default['destroy']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/lines/accounts_controller').default['destroy']>>>
    }
  }
  'logins.store': {
    methods: ["POST"]
    pattern: '/lines/:id/logins'
    types: {
      body: ExtractBody<InferInput<(typeof import('#app/lines/lines_validator').loginValidator)>>
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: ExtractQuery<InferInput<(typeof import('#app/lines/lines_validator').loginValidator)>>
      response: ExtractResponse<Awaited<ReturnType<import('#app/lines/logins_controller').default['store']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/lines/logins_controller').default['store']>>> | { status: 422; response: { errors: SimpleError[] } }
    }
  }
  'logins.return': {
    methods: ["GET","HEAD"]
    pattern: '/logins/return/:plugin'
    types: {
      body: {}
      paramsTuple: [ParamValue]
      params: { plugin: ParamValue }
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/lines/logins_controller').default['return']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/lines/logins_controller').default['return']>>>
    }
  }
  'logins.show': {
    methods: ["GET","HEAD"]
    pattern: '/logins/:id'
    types: {
      body: {}
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/lines/logins_controller').default['show']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/lines/logins_controller').default['show']>>>
    }
  }
  'logins.answer': {
    methods: ["POST"]
    pattern: '/logins/:id/answers'
    types: {
      body: ExtractBody<InferInput<(typeof import('#app/lines/lines_validator').answerValidator)>>
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: ExtractQuery<InferInput<(typeof import('#app/lines/lines_validator').answerValidator)>>
      response: ExtractResponse<Awaited<ReturnType<import('#app/lines/logins_controller').default['answer']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/lines/logins_controller').default['answer']>>> | { status: 422; response: { errors: SimpleError[] } }
    }
  }
  'logins.destroy': {
    methods: ["DELETE"]
    pattern: '/logins/:id'
    types: {
      body: {}
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/lines/logins_controller').default['destroy']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/lines/logins_controller').default['destroy']>>>
    }
  }
  'plugins.index': {
    methods: ["GET","HEAD"]
    pattern: '/plugins'
    types: {
      body: {}
      paramsTuple: []
      params: {}
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/plugins/plugins_controller').default['index']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/plugins/plugins_controller').default['index']>>>
    }
  }
  'plugins.update': {
    methods: ["PUT"]
    pattern: '/plugins/:id'
    types: {
      body: ExtractBody<InferInput<(typeof import('#app/plugins/plugins_validator').switchValidator)>>
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: ExtractQuery<InferInput<(typeof import('#app/plugins/plugins_validator').switchValidator)>>
      response: ExtractResponse<Awaited<ReturnType<import('#app/plugins/plugins_controller').default['update']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/plugins/plugins_controller').default['update']>>> | { status: 422; response: { errors: SimpleError[] } }
    }
  }
  'plugins.configure': {
    methods: ["PUT"]
    pattern: '/plugins/:id/instance'
    types: {
      body: ExtractBody<InferInput<(typeof import('#app/plugins/plugins_validator').instanceValidator)>>
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: ExtractQuery<InferInput<(typeof import('#app/plugins/plugins_validator').instanceValidator)>>
      response: ExtractResponse<Awaited<ReturnType<import('#app/plugins/plugins_controller').default['configure']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/plugins/plugins_controller').default['configure']>>> | { status: 422; response: { errors: SimpleError[] } }
    }
  }
  'media.show': {
    methods: ["GET","HEAD"]
    pattern: '/media/:id'
    types: {
      body: {}
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/media/media_controller').default['show']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/media/media_controller').default['show']>>>
    }
  }
  'uploads.store': {
    methods: ["POST"]
    pattern: '/inbox/files'
    types: {
      body: {}
      paramsTuple: []
      params: {}
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/media/uploads_controller').default['store']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/media/uploads_controller').default['store']>>>
    }
  }
  'dead_events.index': {
    methods: ["GET","HEAD"]
    pattern: '/dead-events'
    types: {
      body: {}
      paramsTuple: []
      params: {}
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/dead_events/dead_events_controller').default['index']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/dead_events/dead_events_controller').default['index']>>>
    }
  }
  'dead_events.replay': {
    methods: ["POST"]
    pattern: '/dead-events/:id/replay'
    types: {
      body: {}
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/dead_events/dead_events_controller').default['replay']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/dead_events/dead_events_controller').default['replay']>>>
    }
  }
  'dead_events.destroy': {
    methods: ["DELETE"]
    pattern: '/dead-events/:id'
    types: {
      body: {}
      paramsTuple: [ParamValue]
      params: { id: ParamValue }
      query: {}
      response: ExtractResponse<Awaited<ReturnType<import('#app/dead_events/dead_events_controller').default['destroy']>>>
      errorResponse: ExtractErrorResponse<Awaited<ReturnType<import('#app/dead_events/dead_events_controller').default['destroy']>>>
    }
  }
}
