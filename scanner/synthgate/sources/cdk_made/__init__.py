"""What the CDK makes by itself: the providers of its custom resources, and the like.

`table` is read as data; `decide` holds a resource against it. A name proves nothing, for a program
writes its own construct tree: a resource is the CDK's where a row of the table has its type, the
id of its construct and every property as the CDK writes it. Anything beyond is the user's.
"""

from synthgate.sources.cdk_made.decide import ConstructNames, made_by_cdk

__all__ = ["ConstructNames", "made_by_cdk"]
