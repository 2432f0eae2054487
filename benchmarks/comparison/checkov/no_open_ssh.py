from checkov.cloudformation.checks.resource.base_resource_check import BaseResourceCheck
from checkov.common.models.enums import CheckCategories, CheckResult


class NoOpenSsh(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name="no-open-ssh",
            id="CKV_CMP_3",
            categories=[CheckCategories.NETWORKING],
            supported_resources=["AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"],
        )

    def scan_resource_conf(self, conf):
        properties = conf.get("Properties") or {}
        entries = [properties]
        if conf["Type"] == "AWS::EC2::SecurityGroup":
            entries = properties.get("SecurityGroupIngress") or []
        return CheckResult.FAILED if any(map(is_open, entries)) else CheckResult.PASSED


def is_open(entry):
    if entry.get("CidrIp") != "0.0.0.0/0" and entry.get("CidrIpv6") != "::/0":
        return False
    if str(entry.get("IpProtocol")) == "-1":
        return True
    if str(entry.get("IpProtocol")) not in {"tcp", "6"}:
        return False
    return int(entry["FromPort"]) <= 22 <= int(entry["ToPort"])


check = NoOpenSsh()
