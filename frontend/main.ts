// What every page loads: htmx for what feels better without a reload, and a few small controllers.
import "htmx.org";
