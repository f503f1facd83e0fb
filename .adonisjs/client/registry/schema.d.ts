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
}
