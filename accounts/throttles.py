"""How often something may happen. The counters lie in PostgreSQL: neither a restart nor a lost cache resets them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, connection
from limits import RateLimitItemPerSecond
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from accounts.models import ThrottleCounter
from vault.blind import blind_index

_UPSERT = """
INSERT INTO accounts_throttlecounter AS counter (key, count, expires_at) VALUES (%(key)s, %(amount)s, %(ends)s)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN counter.expires_at <= %(now)s THEN excluded.count ELSE counter.count + excluded.count END,
  expires_at = CASE WHEN counter.expires_at <= %(now)s THEN excluded.expires_at ELSE counter.expires_at END
RETURNING count, expires_at
"""


@dataclass(frozen=True)
class RateState:
    """The answer to one hit: may it go on, how many are left, and in how many seconds the window ends."""

    allowed: bool
    remaining: int
    reset_after: int


class PostgresStorage(Storage):
    """The counters of `limits`, one atomic statement a hit. Made anew for each hit, with its reading of the clock."""

    STORAGE_SCHEME = ["dsar-postgresql"]

    def __init__(self, *, now: datetime) -> None:
        super().__init__()
        self.now = now
        self._seen: dict[str, tuple[int, datetime]] = {}

    @property
    def base_exceptions(self) -> type[Exception]:
        return DatabaseError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count up and return the count of the running window."""
        values: dict[str, str | int | datetime] = {
            "key": key,
            "amount": amount,
            "now": self.now,
            "ends": self.now + timedelta(seconds=expiry),
        }
        with connection.cursor() as cursor:
            cursor.execute(_UPSERT, values)
            count, ends = cursor.fetchone()
        self._seen[key] = (count, ends)
        return int(count)

    def get(self, key: str) -> int:
        return self._row(key)[0]

    def get_expiry(self, key: str) -> float:
        return self._row(key)[1].timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        """Forget all counters."""
        return ThrottleCounter.objects.all().delete()[0]

    def clear(self, key: str) -> None:
        ThrottleCounter.objects.filter(key=key).delete()
        self._seen.pop(key, None)

    def _row(self, key: str) -> tuple[int, datetime]:
        if key not in self._seen:
            row = ThrottleCounter.objects.filter(key=key, expires_at__gt=self.now).first()
            self._seen[key] = (row.count, row.expires_at) if row else (0, self.now)
        return self._seen[key]


def hit(bucket: str, *, key: str, limit: int, per_seconds: int, now: datetime) -> RateState:
    """Count one occurrence of `key` in `bucket` and say whether it is still within the limit.

    Call it before the deed's transaction: a hit that is rolled back never happened.
    """
    limiter, item, name = _limiter(bucket, key, limit, per_seconds, now)
    return _state(limiter.hit(item, bucket, name), limiter, item, bucket, name)


def peek(bucket: str, *, key: str, limit: int, per_seconds: int, now: datetime) -> RateState:
    """Say whether one more would be within the limit, without counting it."""
    limiter, item, name = _limiter(bucket, key, limit, per_seconds, now)
    return _state(limiter.test(item, bucket, name), limiter, item, bucket, name)


def forget(bucket: str, *, key: str, limit: int, per_seconds: int, now: datetime) -> bool:
    """Begin the window of `key` anew; False if nothing was counted in it."""
    limiter, item, name = _limiter(bucket, key, limit, per_seconds, now)
    counted = limiter.get_window_stats(item, bucket, name).remaining < limit
    limiter.clear(item, bucket, name)
    return counted


def forget_old(*, now: datetime) -> int:
    """Delete counters whose window is over."""
    return ThrottleCounter.objects.filter(expires_at__lt=now).delete()[0]


def _limiter(
    bucket: str, key: str, limit: int, per_seconds: int, now: datetime
) -> tuple[FixedWindowRateLimiter, RateLimitItemPerSecond, str]:
    name = blind_index(key, purpose=f"throttle.{bucket}").hex()
    storage = PostgresStorage(now=now.astimezone(UTC))
    return FixedWindowRateLimiter(storage), RateLimitItemPerSecond(limit, per_seconds), name


def _state(
    allowed: bool, limiter: FixedWindowRateLimiter, item: RateLimitItemPerSecond, bucket: str, name: str
) -> RateState:
    window = limiter.get_window_stats(item, bucket, name)
    storage = limiter.storage
    now = storage.now.timestamp() if isinstance(storage, PostgresStorage) else window.reset_time
    return RateState(allowed, window.remaining, max(0, round(window.reset_time - now + 0.5)))
