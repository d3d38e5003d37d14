"""The actions on caches of PJSIP's objects. Asterisk: res/res_sorcery_memory_cache.c.

Recorded: cases `actions.sorcerymemorycache*`, `actions.live.sorcery`, `actions.live.sorcery.object`. Does not live
here: which objects are in a cache (`pbx.caches`). May import `actions._registry`, `pbx`.
"""

from __future__ import annotations

from astami_fake.actions._registry import Action, Manager, Reply, action, error, success
from astami_fake.pbx.caches import KIND, Cache
from astami_fake.pbx.pbx import Pbx


@action("SorceryMemoryCacheExpire", privilege="system")
def expire(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Empty a cache. sorcery_memory_cache_ami_expire()."""
    cache = _cache(action, pbx, "SorceryMemoryCacheExpire")
    if not isinstance(cache, Cache):
        return cache
    cache.objects.clear()
    return success(action, "All objects were expired from the cache\n")


@action("SorceryMemoryCacheExpireObject", privilege="system")
def expire_object(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Take one object out of a cache. sorcery_memory_cache_ami_expire_object()."""
    cache = _cache_and_object(session, action, pbx, "SorceryMemoryCacheExpireObject")
    if not isinstance(cache, Cache):
        return cache
    if cache.settings.whole:
        return error(
            action,
            "Due to full backend caching per-object expiration is not available, consider using "
            "SorceryMemoryCachePopulate or SorceryMemoryCacheExpire instead\n",
        )
    if action.get("Object") not in cache.objects:
        return error(action, "The provided object could not be expired from the cache\n")
    cache.objects.remove(action.get("Object"))
    return success(action, "The provided object was expired from the cache\n")


@action("SorceryMemoryCacheStale", privilege="system")
def stale(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Have all objects of a cache fetched anew, when they are asked for next. sorcery_memory_cache_ami_stale()."""
    cache = _cache(action, pbx, "SorceryMemoryCacheStale")
    if not isinstance(cache, Cache):
        return cache
    return success(action, "All objects were marked as stale in the cache\n")


@action("SorceryMemoryCacheStaleObject", privilege="system")
def stale_object(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Have one object fetched anew, when it is asked for next. sorcery_memory_cache_ami_stale_object()."""
    cache = _cache_and_object(session, action, pbx, "SorceryMemoryCacheStaleObject")
    if not isinstance(cache, Cache):
        return cache
    if action.get("Object") not in cache.objects:
        return error(action, "The provided object could not be marked as stale in the cache\n")
    return success(action, "The provided object was marked as stale in the cache\n")


@action("SorceryMemoryCachePopulate", privilege="system")
def populate(session: Manager, action: Action, pbx: Pbx) -> Reply:
    """Fetch all objects of a cache that holds all or none. sorcery_memory_cache_ami_populate()."""
    cache = _cache(action, pbx, "SorceryMemoryCachePopulate")
    if not isinstance(cache, Cache):
        return cache
    if not cache.settings.whole:
        return error(action, "The provided cache does not have full backend caching enabled\n")
    cache.objects = set(pbx.pjsip.config.of(cache.settings.kind))
    return success(action, "Cache has been expired and populated\n")


def _cache(action: Action, pbx: Pbx, name: str) -> Cache | Reply:
    """The cache that the action *name* is about, or its answer where there is none."""
    if not action.get("Cache"):
        return error(action, f"{name} requires that a cache name be provided.\n")
    return pbx.caches.find(action.get("Cache")) or error(action, "The provided cache does not exist\n")


def _cache_and_object(session: Manager, action: Action, pbx: Pbx, name: str) -> Cache | Reply:
    """The same of an action on one object."""
    if action.get("Cache") and not action.get("Object"):
        return error(action, f"{name} requires that an object name be provided\n")
    cache = _cache(action, pbx, name)
    if isinstance(cache, Cache) and cache.settings.kind != KIND and not cache.settings.whole:
        session.violation(f"astami_fake does not know which objects of the type {cache.settings.kind} are cached")
    return cache
