"""A CDK app that does everything wrong: each rule of the profile `recommended` finds something.

    synthgate synth --no-config -- python app.py

Never deploy it.
"""

import aws_cdk as cdk

from shop.analytics import Analytics
from shop.apis import Apis
from shop.builds import Builds
from shop.caches import Caches
from shop.containers import Containers
from shop.costs import Costs
from shop.databases import Databases
from shop.files import Files
from shop.functions import Functions
from shop.identities import Identities
from shop.keys import Keys
from shop.messages import Messages
from shop.network import Network
from shop.people import People
from shop.search import Search
from shop.serverless import Serverless
from shop.servers import Servers
from shop.sites import Sites
from shop.warehouses import Warehouses
from shop.watching import Watching


class Production(cdk.Stage):
    """Everything, in production, where most is asked for."""

    def __init__(self, app: cdk.App) -> None:
        super().__init__(app, "Production", env=cdk.Environment(region="eu-central-1"))
        vpc = Network(self, "Network").vpc
        for inside in (Analytics, Caches, Containers, Databases, People, Search, Servers):
            inside(self, inside.__name__, vpc=vpc)
        for plain in (Apis, Builds, Costs, Files, Functions, Identities, Keys, Messages, Sites):
            plain(self, plain.__name__)
        Serverless(self, "Serverless")
        Warehouses(self, "Warehouses")
        Watching(self, "Watching")


app = cdk.App()
Production(app)
app.synth()
