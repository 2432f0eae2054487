import { CfnResource, Stack, TagManager } from 'aws-cdk-lib';
import { NagRuleCompliance } from 'cdk-nag';

export default (node: CfnResource): NagRuleCompliance => {
  if (!TagManager.isTaggable(node)) return NagRuleCompliance.NOT_APPLICABLE;
  const tags = Stack.of(node).resolve(node.tags.renderTags()) ?? [];
  const keys = Array.isArray(tags) ? tags.map((tag: any) => tag.Key ?? tag.key) : Object.keys(tags);
  return ['CostCenter', 'Owner'].every((key) => keys.includes(key))
    ? NagRuleCompliance.COMPLIANT
    : NagRuleCompliance.NON_COMPLIANT;
};
