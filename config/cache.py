"""The cache: Valkey, and when Valkey is away, a cache that remembers nothing."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

log = logging.getLogger(__name__)
T = TypeVar("T")


def forgiving(method: Callable[..., Any], answer: Callable[[tuple[Any, ...]], T]) -> Any:
    """Let `method` answer as an empty cache would while the server cannot be reached."""

    @wraps(method)
    def call(self: "ForgivingRedisCache", *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except (RedisConnectionError, RedisTimeoutError):
            log.warning("The cache cannot be reached; going on without it.")
            return answer(args) if "default" not in kwargs else kwargs["default"]

    return call


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, but a page never fails because the cache is down.

    The cache holds only what can be worked out again and the counters that limit sign-in attempts;
    those stop counting while it is away, which docs/operations.md says.
    """

    add = forgiving(RedisCache.add, lambda _given: True)
    get = forgiving(RedisCache.get, lambda given: given[1] if len(given) > 1 else None)
    set = forgiving(RedisCache.set, lambda _given: None)
    touch = forgiving(RedisCache.touch, lambda _given: False)
    delete = forgiving(RedisCache.delete, lambda _given: False)
    get_many = forgiving(RedisCache.get_many, lambda _given: {})
    has_key = forgiving(RedisCache.has_key, lambda _given: False)
    incr = forgiving(RedisCache.incr, lambda _given: 1)
    set_many = forgiving(RedisCache.set_many, lambda _given: [])
    delete_many = forgiving(RedisCache.delete_many, lambda _given: None)
