/** Each feature names its routes beside its controllers. */
import '#app/http/routes'
import '#app/auth/routes'
import '#app/companies/routes'
import '#app/lines/routes'
import '#app/plugins/routes'
import '#app/media/routes'
import '#app/dead_events/routes'
