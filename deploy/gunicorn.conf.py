"""gunicorn in the container. No access log: addresses can hold one-time links."""

import multiprocessing

bind = "0.0.0.0:8000"  # inside the container; only the proxy reaches it
workers = min(multiprocessing.cpu_count() * 2, 8)
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 20
worker_tmp_dir = "/dev/shm"  # noqa: S108  # a heartbeat file on a slow disk would kill healthy workers
control_socket_disable = True
# The proxy is the only one that can connect; its word on http or https is taken.
forwarded_allow_ips = "*"
