"""gunicorn in production: behind Caddy, logs to the console, nothing written to disk."""

import os
import re
from typing import Any

from gunicorn.glogging import Logger

bind = "0.0.0.0:8000"
workers = int(os.environ.get("WEB_WORKERS", "3"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 30
keepalive = 5
# A worker is renewed now and then, not all at one moment.
max_requests = 2000
max_requests_jitter = 200
worker_tmp_dir = "/dev/shm"  # noqa: S108 - heartbeats, in memory: the container is read-only
control_socket_disable = True
errorlog = "-"
accesslog = "-"
# Who, what, how long: never a query string, which may hold what somebody searched for.
access_log_format = '%({x-forwarded-for}i)s %(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'


class MaskingLogger(Logger):  # type: ignore[misc]
    """Leaves keys out of addresses, as `config.logs` does: whoever reads the log could use them."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(*args)
        found["U"] = re.sub(r"[\w.:=-]{40,}", "***", found["U"] or "")
        return found


logger_class = MaskingLogger
# Only Caddy can reach this port.
forwarded_allow_ips = "*"
