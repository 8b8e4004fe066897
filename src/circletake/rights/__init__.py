"""The rights gate: no generation, training or export without a clearance.

Owns: the policy matrix and the rules (data, in `policy.toml` and `rules.toml`), the answer to a
use, consents and their revocation. Not legal advice.
"""

from circletake.rights._consents import (
    Held,
    consents,
    record_consent,
    reliance,
    revoke_consent,
)
from circletake.rights._gate import clear
from circletake.rights._policy import Policy, Rule, policy, rules
from circletake.rights._reach import barred

__all__ = [
    "Held",
    "Policy",
    "Rule",
    "barred",
    "clear",
    "consents",
    "policy",
    "record_consent",
    "reliance",
    "revoke_consent",
    "rules",
]
