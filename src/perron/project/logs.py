"""Settings of the log: one line per fact on standard error, without personal data."""

from perron.project import environment

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "perron.kernel.log_lines.OneLine", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": environment.text("PERRON_LOG_LEVEL", "WARNING")},
}
