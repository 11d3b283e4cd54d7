"""Who may do what: permissions, roles, and the viewer that every page and every write is asked for."""

from crosswalk_platform.authorization.access import action, page
from crosswalk_platform.authorization.permissions import Permission
from crosswalk_platform.authorization.roles import ROLES, Role, role_named
from crosswalk_platform.authorization.viewer import NOBODY, Seat, Viewer, viewer_in

__all__ = ["NOBODY", "ROLES", "Permission", "Role", "Seat", "Viewer", "action", "page", "role_named", "viewer_in"]
