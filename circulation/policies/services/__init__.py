"""Acts on the rules of lending."""

from circulation.policies.services.decisions import set_decisions
from circulation.policies.services.defaults import install_defaults
from circulation.policies.services.limits import delete_limit, save_limit
from circulation.policies.services.rows import delete_policy, save_policy
from circulation.policies.services.trying import (
    table_with_limit,
    table_with_policy,
    table_without_limit,
    table_without_policy,
)
from circulation.policies.services.types import delete_type, move_type, save_type

__all__ = [
    "delete_limit", "delete_policy", "delete_type", "install_defaults", "move_type", "save_limit", "save_policy",
    "save_type", "set_decisions", "table_with_limit", "table_with_policy", "table_without_limit",
    "table_without_policy",
]  # fmt: skip
