"""A client's own list of requirements, and the crosswalk that leads to it, as files of YAML."""

REQUIREMENTS = """\
id: contract
title: Contract
scale: [no, yes]
blocks: [{id: all, title: All, practices: [{id: r1, title: Requirement 1}, {id: r2, title: Requirement 2}]}]
"""
CROSSWALK = """\
id: hcplan-apm--contract
title: HCPLAN in our contract
from: {framework: hcplan-apm}
to: {framework: contract}
mappings:
  - {from: data-standards, to: r1, relation: part-of, share: 0.5, why: half of it}
"""
