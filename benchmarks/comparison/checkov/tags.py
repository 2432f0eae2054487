from checkov.cloudformation.checks.resource.base_resource_check import BaseResourceCheck
from checkov.common.models.enums import CheckCategories, CheckResult

LISTED = ["AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::S3::Bucket"]
MAPPED = ["AWS::SSM::Parameter"]


class Tags(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name="tags",
            id="CKV_CMP_8",
            categories=[CheckCategories.GENERAL_SECURITY],
            supported_resources=[*LISTED, *MAPPED],
        )

    def scan_resource_conf(self, conf):
        tags = (conf.get("Properties") or {}).get("Tags") or {}
        keys = tags if conf["Type"] in MAPPED else {tag.get("Key") for tag in tags}
        missing = any(key not in keys for key in ("CostCenter", "Owner"))
        return CheckResult.FAILED if missing else CheckResult.PASSED


check = Tags()
