/** Each feature names its routes beside its controllers. */
import '#app/http/routes'
import '#app/auth/routes'
