/** Specs get `assert` in their context. */
import '@japa/assert'
