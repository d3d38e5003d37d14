"""Helpers around modules, configuration, the dialplan and the server itself. Imports ``actions``, ``messages``."""

from __future__ import annotations

from collections.abc import Iterable

from astami import actions
from astami.messages import AMIResponse

from .sending import Sending

__all__ = ["System"]


class System(Sending):
    """What can be asked of and done to the server."""

    async def core_status(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Return start and reload times and the number of calls.

        Asterisk: main/manager.c, action CoreStatus.
        """
        action = actions.build("CoreStatus")
        return await self._run(action, check=check, timeout=timeout)

    async def core_settings(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Return versions and limits: ``AsteriskVersion``, ``AMIversion``, ``CoreMaxCalls``, … in ``data``.

        Asterisk: main/manager.c, action CoreSettings.
        """
        action = actions.build("CoreSettings")
        return await self._run(action, check=check, timeout=timeout)

    async def list_commands(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Return the actions that this user may use: a header each, with description and classes.

        Asterisk: main/manager.c, action ListCommands.
        """
        action = actions.build("ListCommands")
        return await self._run(action, check=check, timeout=timeout)

    async def logger_rotate(self, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Close the log files, rename them and begin new ones.

        Asterisk: main/logger.c, action LoggerRotate.
        """
        action = actions.build("LoggerRotate")
        return await self._run(action, check=check, timeout=timeout)

    async def module_check(self, module: str, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Return if *module* is loaded, or raise.

        Raises:
            AMIActionError: it is not loaded.

        Asterisk: main/manager.c, action ModuleCheck.
        """
        action = actions.build("ModuleCheck", "Module", Module=module)
        return await self._run(action, check=check, timeout=timeout)

    async def module_load(
        self,
        load_type: str,
        module: str | None = None,
        *,
        recursive: bool | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Load, unload, reload or refresh a module; without *module* reload all.

        Args:
            load_type: ``"load"``, ``"unload"``, ``"reload"``, ``"refresh"`` (unload and load; Asterisk 22).
            module: name of the module: ``"app_queue.so"``.
            recursive: refresh what depends on it too (Asterisk 22).
            check: raise when Asterisk says no.
            timeout: seconds for this call.

        Raises:
            AMIActionError: it cannot be done.

        Asterisk: main/manager.c, action ModuleLoad.
        """
        actions.choice("ModuleLoad", "load_type", load_type, "load", "unload", "reload", "refresh")
        needed = "" if load_type.casefold() == "reload" else "Module"
        action = actions.build("ModuleLoad", needed, Module=module, LoadType=load_type, Recursive=recursive)
        return await self._run(action, check=check, timeout=timeout)

    async def get_config(
        self,
        filename: str,
        *,
        category: str | None = None,
        filter: str | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Read a configuration file: headers ``Category-000000`` and ``Line-000000-000000`` (``name=value``).

        Args:
            filename: name of a file below Asterisk's configuration folder.
            category: this section only.
            filter: sections in which variables match: ``"type=endpoint"``, several with commas between.
            check: raise when Asterisk says no.
            timeout: seconds for this call.

        Raises:
            AMIActionError: there is no such file or section.

        Asterisk: main/manager.c, action GetConfig.
        """
        action = actions.build("GetConfig", "Filename", Filename=filename, Category=category, Filter=filter)
        return await self._run(action, check=check, timeout=timeout)

    async def update_config(
        self,
        filename: str,
        changes: Iterable[actions.ConfigChange],
        *,
        destination: str | None = None,
        reload: bool | str | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Change a configuration file.

        Args:
            filename: name of the file below Asterisk's configuration folder.
            changes: what is changed, in order: ``ConfigChange("Append", "support", "member", "PJSIP/1000")``.
            destination: where the changed file is written; in place by default.
            reload: reload afterwards: the name of a module, or True for all that is affected.
            check: raise when Asterisk says no.
            timeout: seconds for this call.

        Raises:
            AMIActionError: the file cannot be read or written, or a change does not fit. Nothing was written.

        Asterisk: main/manager.c, action UpdateConfig.
        """
        action = actions.update_config(filename, changes, destination=destination, reload=reload)
        return await self._run(action, check=check, timeout=timeout)

    async def create_config(self, filename: str, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """Create an empty configuration file.

        Raises:
            AMIActionError: it cannot be written.

        Asterisk: main/manager.c, action CreateConfig.
        """
        action = actions.build("CreateConfig", "Filename", Filename=filename)
        return await self._run(action, check=check, timeout=timeout)

    async def list_categories(self, filename: str, *, check: bool = True, timeout: float | None = None) -> AMIResponse:
        """List the sections of a configuration file: headers ``Category-000000``, …

        Raises:
            AMIActionError: there is no such file.

        Asterisk: main/manager.c, action ListCategories.
        """
        action = actions.build("ListCategories", "Filename", Filename=filename)
        return await self._run(action, check=check, timeout=timeout)

    async def dialplan_extension_add(
        self,
        context: str,
        extension: str,
        priority: int | str,
        application: str,
        data: str | None = None,
        *,
        replace: bool | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Add a step to the dialplan, until it is reloaded.

        Args:
            context: context, made if there is none.
            extension: extension or pattern; ``"100/200"`` for callers with the number 200.
            priority: a number, or ``"hint"``.
            application: the application, or of a hint the device.
            data: its arguments.
            replace: take the place of a step that is there.
            check: raise when Asterisk says no.
            timeout: seconds for this call.

        Raises:
            AMIActionError: there is such a step already.

        Asterisk: pbx/pbx_config.c, action DialplanExtensionAdd.
        """
        action = actions.build(
            "DialplanExtensionAdd",
            "Context Extension Priority Application",
            Context=context,
            Extension=extension,
            Priority=priority,
            Application=application,
            ApplicationData=data,
            Replace=actions.yes_no(replace),
        )
        return await self._run(action, check=check, timeout=timeout)

    async def dialplan_extension_remove(
        self,
        context: str,
        extension: str,
        priority: int | str | None = None,
        *,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Remove a step from the dialplan, or with no *priority* all steps of the extension.

        Raises:
            AMIActionError: there is no such step.

        Asterisk: pbx/pbx_config.c, action DialplanExtensionRemove.
        """
        action = actions.build(
            "DialplanExtensionRemove", "Context Extension", Context=context, Extension=extension, Priority=priority
        )
        return await self._run(action, check=check, timeout=timeout)

    async def show_dialplan(
        self,
        context: str | None = None,
        extension: str | None = None,
        *,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """List the dialplan, all of it or one context or extension: a ListDialplan event a step.

        Raises:
            AMIActionError: there is no such context or extension.

        Asterisk: pbx/pbx_config.c, action ShowDialPlan.
        """
        action = actions.build("ShowDialPlan", Context=context, Extension=extension)
        return await self._run(action, check=check, timeout=timeout)

    async def database_get_tree(
        self,
        family: str | None = None,
        key: str | None = None,
        *,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """List AstDB entries, all of them, those of a family or those under a key: a DBGetTreeResponse event each.

        Asterisk: main/db.c, action DBGetTree.
        """
        action = actions.build("DBGetTree", Family=family, Key=key)
        return await self._run(action, check=check, timeout=timeout)
