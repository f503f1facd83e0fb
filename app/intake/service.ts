import { hints } from '#app/live/service'
import { Memory } from './memory.js'

/** Of this process. */
export const memory = new Memory()

/** For everybody else who writes dialogs: the word to browsers, which intake's memory hears too. */
export const heard = memory.hearing(hints)
