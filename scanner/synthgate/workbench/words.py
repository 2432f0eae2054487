"""What each key of a card and each word of a condition means, in a sentence for editors."""

from __future__ import annotations

from collections.abc import Mapping

from synthgate.model import Text

KEYS: Mapping[str, Text] = {
    "id": Text(
        "names the fault, in lower case with hyphens; reads well after 'allow …'",
        "결함을 나타내는 이름 (소문자와 하이픈)",
    ),
    "title": Text("what is wrong, in a few words", "무엇이 잘못되었는지 짧게"),
    "severity": Text(
        "how much harm the fault does; or one severity for each environment, and a default",
        "결함의 심각도. 환경별 심각도와 기본값(default)으로도 지정 가능",
    ),
    "pillar": Text("the part of the production checklist", "프로덕션 점검 목록의 영역"),
    "scope": Text(
        "what the rule is asked about: each resource, each stack, or the app as a whole",
        "규칙의 대상: 각 리소스, 각 스택 또는 앱 전체",
    ),
    "resources": Text(
        "the resource types that the rule is about; patterns such as AWS::EC2::* too",
        "규칙이 다루는 리소스 유형. AWS::EC2::* 같은 패턴도 가능",
    ),
    "parameters": Text(
        "values that a profile or a configuration may set, with their defaults; "
        "a condition names one as {parameter: NAME}",
        "프로필이나 설정에서 바꿀 수 있는 값과 기본값. 조건에서는 {parameter: 이름}으로 사용",
    ),
    "when": Text(
        "what a resource must be like for the rule to apply",
        "규칙이 적용되려면 리소스가 만족해야 하는 조건",
    ),
    "check": Text("what a resource must be like to pass", "통과하려면 리소스가 만족해야 하는 조건"),
    "why": Text("the harm that follows from the fault", "결함 때문에 생기는 피해"),
    "fix": Text(
        "the cure, in each language and as code (cdk-python, cdk-typescript, template)",
        "해결 방법. 언어별 문장과 코드(cdk-python, cdk-typescript, template)",
    ),
    "link": Text("where AWS says so", "근거가 되는 AWS 문서 링크"),
    "config-rule": Text("the AWS Config rule of the same meaning", "같은 의미의 AWS Config 규칙"),
    "equivalents": Text(
        "the rules of other tools that say the same, by tool", "도구별로 같은 의미의 규칙 ID"
    ),
    "controls": Text(
        "the controls of frameworks that the rule serves", "규칙이 관련된 프레임워크의 통제 항목"
    ),
    "examples": Text(
        "templates that are the rule's tests; '# finding' or '# unknown' stands on each line "
        "that the rule speaks of",
        "규칙의 테스트인 템플릿. 규칙이 판정하는 줄에 '# finding' 또는 '# unknown' 표시",
    ),
}
"""The keys of a card."""

EXAMPLES: Mapping[str, Text] = {
    "fails": Text("a template with findings", "위반이 있는 템플릿"),
    "passes": Text("a template that the rule passes", "규칙을 통과하는 템플릿"),
    "unknown": Text(
        "a template of which only the deployment can tell", "배포해야만 판정할 수 있는 템플릿"
    ),
}

WORDS: Mapping[str, Text] = {
    "path": Text(
        "a JSONPath from the resource, or from the match around: $.Properties.Rules[*].Status",
        "리소스 또는 바깥 조건의 일치 항목에서 시작하는 JSONPath: $.Properties.Rules[*].Status",
    ),
    "keys": Text("the keys of the mapping at this path", "이 경로에 있는 매핑의 키"),
    "tag": Text("a tag of the resource, or of its stack", "리소스의 태그. 없으면 스택의 태그"),
    "stack": Text("a fact about the stack", "스택에 관한 사실"),
    "all-of": Text("every one of these conditions holds", "모든 조건을 만족"),
    "any-of": Text("at least one of these conditions holds", "하나 이상의 조건을 만족"),
    "not": Text("this condition does not hold", "이 조건을 만족하지 않음"),
    "related": Text(
        "resources of these types whose path ('by') refers to this one",
        "'by' 경로로 이 리소스를 참조하는 해당 유형의 리소스",
    ),
    "by": Text(
        "the path of the related resource that refers to this one",
        "관련 리소스에서 이 리소스를 참조하는 경로",
    ),
    "refers": Text(
        "a path of this resource that refers to resources of the types in 'to'",
        "'to' 유형의 리소스를 참조하는 이 리소스의 경로",
    ),
    "to": Text("the types that are referred to", "참조 대상 리소스 유형"),
    "there-is": Text(
        "there are resources of these types, one at least or as 'count' says",
        "해당 유형의 리소스가 하나 이상, 또는 'count'만큼 있음",
    ),
    "where": Text("only resources for which this holds", "이 조건을 만족하는 리소스만"),
    "unique": Text(
        "no two resources of the types in 'among' have the same value at this path",
        "'among' 유형의 리소스끼리 이 경로의 값이 겹치지 않음",
    ),
    "among": Text("the types whose values are compared", "값을 비교할 리소스 유형"),
    "environment": Text(
        "the stack is for this environment, or for one of these",
        "스택의 환경이 이 값이거나 이 중 하나",
    ),
    "taggable": Text(
        "whether the resource type can have tags", "리소스 유형에 태그를 지정할 수 있는지 여부"
    ),
    "python": Text(
        "a generator function in the .py file beside the card",
        "카드 옆 .py 파일에 있는 제너레이터 함수",
    ),
    "all": Text("this holds of every match", "모든 일치 항목이 이 조건을 만족"),
    "any": Text("this holds of at least one match", "하나 이상의 일치 항목이 이 조건을 만족"),
    "none": Text("this holds of no match", "이 조건을 만족하는 일치 항목이 없음"),
    "count": Text(
        "how many there are: a number, or limits as {at-least: 2}",
        "개수: 숫자 또는 {at-least: 2} 같은 범위",
    ),
    "default": Text(
        "the value that counts where the property is absent", "속성이 없을 때 적용되는 값"
    ),
    "unit": Text(
        "in which unit the property counts, where the limit has one: seconds",
        "비교 값에 단위가 있을 때 속성의 단위: seconds",
    ),
    "exists": Text(
        "true: it is there and not empty; false: it is not", "true: 값이 있음, false: 값이 없음"
    ),
    "equals": Text("it is this value", "이 값과 같음"),
    "not-equals": Text("it is not this value", "이 값과 다름"),
    "in": Text(
        "it is one of these values; elsewhere: where to look (stack, environment, app)",
        "이 값 중 하나. 리소스를 찾을 때는 찾을 범위(stack, environment, app)",
    ),
    "not-in": Text("it is none of these values", "이 값 중 어느 것도 아님"),
    "matches": Text(
        "this regular expression (RE2) is found in it", "이 정규 표현식(RE2)과 일치하는 부분이 있음"
    ),
    "not-matches": Text(
        "this regular expression (RE2) is not found in it",
        "이 정규 표현식(RE2)과 일치하는 부분이 없음",
    ),
    "contains": Text(
        "this is an item of the list, a key of the mapping or a part of the string",
        "목록의 항목, 매핑의 키 또는 문자열의 일부로 이 값이 있음",
    ),
    "not-contains": Text("it does not contain this", "이 값을 포함하지 않음"),
    "contains-any": Text("it contains one of these", "이 중 하나를 포함"),
    "not-contains-any": Text("it contains none of these", "이 중 어느 것도 포함하지 않음"),
    "contains-all": Text("it contains all of these", "이 값을 모두 포함"),
    "starts-with": Text(
        "it starts with this, or with one of these", "이 값 또는 이 중 하나로 시작"
    ),
    "ends-with": Text("it ends with this, or with one of these", "이 값 또는 이 중 하나로 끝남"),
    "empty": Text("whether nothing is in it", "비어 있는지 여부"),
    "at-least": Text(
        "a number, or a quantity such as 90 days, that it reaches",
        "이 숫자 또는 90 days 같은 수량 이상",
    ),
    "at-most": Text("a number or a quantity that it does not pass", "이 숫자 또는 수량 이하"),
    "above": Text("a number or a quantity that it passes", "이 숫자 또는 수량 초과"),
    "below": Text("a number or a quantity that it does not reach", "이 숫자 또는 수량 미만"),
    "before": Text("it is a date before this one (2027-12-31)", "이 날짜(2027-12-31) 이전"),
    "after": Text("it is a date after this one (2027-12-31)", "이 날짜(2027-12-31) 이후"),
    "length": Text("how many letters, items or members it has", "문자, 항목 또는 키의 개수"),
    "cidr-within": Text(
        "the block of addresses lies within one of these", "주소 블록이 이 CIDR 블록 안에 있음"
    ),
    "cidr-includes": Text(
        "the block of addresses includes one of these", "주소 블록이 이 CIDR 블록을 포함"
    ),
    "cidr-overlaps": Text(
        "the block of addresses has an address in common with one of these",
        "주소 블록이 이 CIDR 블록과 겹침",
    ),
    "cidr-public": Text(
        "whether the block has addresses of the internet", "인터넷 주소가 들어 있는 블록인지 여부"
    ),
    "prefix-length": Text(
        "how many bits stand behind the slash of the block", "CIDR 블록의 접두사 길이"
    ),
    "ports-include": Text("the range of ports includes one of these", "포트 범위가 이 포트를 포함"),
    "ports-within": Text(
        "the range of ports lies within these", "포트 범위가 이 포트 범위 안에 있음"
    ),
    "effect": Text("the statement allows, or denies", "문의 효과: Allow 또는 Deny"),
    "actions-include": Text(
        "the statement is about all of one of these actions: iam:PassRole, s3:*",
        "문의 작업이 이 작업 중 하나를 온전히 포함: iam:PassRole, s3:*",
    ),
    "actions-touch": Text(
        "the statement has an action in common with one of these patterns",
        "문의 작업이 이 패턴 중 하나와 겹침",
    ),
    "resources-include": Text(
        "the statement is about all of one of these resources: '*' for every one",
        "문의 리소스가 이 리소스 중 하나를 온전히 포함: '*'는 모든 리소스",
    ),
    "principals-include": Text(
        "the statement names one of these principals: '*' for everyone",
        "문의 보안 주체에 이 중 하나가 있음: '*'는 모든 사용자",
    ),
    "principals-within": Text(
        "the statement names no principals but these", "문의 보안 주체가 모두 이 안에 있음"
    ),
    "has-condition": Text(
        "the statement has a condition on this key, or on one of these",
        "문에 이 키 또는 이 중 하나에 대한 조건이 있음",
    ),
    "access-level": Text(
        "the statement has an action of this access level", "문에 이 액세스 수준의 작업이 있음"
    ),
    "resource-must-be-wildcard": Text(
        "whether the actions of the statement accept no resource but '*'",
        "문의 작업이 리소스로 '*'만 허용하는지 여부",
    ),
}
"""The words of conditions."""
