"""What the tables of the page of the rule language say, in Korean.

The sentences for editors are translated by the catalog of the program. What only the page says
never reaches a user of the program, and so is kept here, beside what writes the page.
"""

from __future__ import annotations

from collections.abc import Mapping

from synthgate.model import Language


def said(text: str, language: Language) -> str:
    """A text of a table in the language of its page; in English as it is.

    Raises:
        KeyError: nobody has translated it.
    """
    return text if language == "en" else KOREAN[text]


KOREAN: Mapping[str, str] = {
    "word": "단어",
    "beside it": "옆에 쓰는 것",
    "asks whether, or of what": "확인하는 것",
    "operators, quantifiers": "연산자, 한정어",
    "argument": "인수",
    "holds where the value": "성립하는 값",
    "holds where the statement": "성립하는 문",
    "the property holds": "속성에 있는 값",
    "partly known": "일부만 아는 텍스트",
    "a literal that fits": "맞는 리터럴",
    "another": "다른 리터럴",
    "nothing": "없음",
    "yes": "예",
    "no": "아니요",
    "pass": "통과",
    "fail": "실패",
    "*unknown*": "*알 수 없음*",
    # arguments
    "true, false": "true, false",
    "anything": "무엇이든",
    "a list": "목록",
    "a regular expression": "정규 표현식",
    "a scalar": "스칼라",
    "a scalar or a list of them": "스칼라 또는 스칼라의 목록",
    "a string or a list": "문자열 또는 목록",
    "a number, or one with a unit": "숫자, 또는 단위를 붙인 숫자",
    "a date (`2027-12-31`) or time (ISO 8601, UTC)": "날짜(`2027-12-31`) 또는 시각(ISO 8601, UTC)",
    "a number, or `{at-least: …, at-most: …, above: …, below: …, equals: …}`": (
        "숫자, 또는 `{at-least: …, at-most: …, above: …, below: …, equals: …}`"
    ),
    "a block or a list": "블록 또는 목록",
    "as `length`": "`length`와 같음",
    "a port, a range (`8000-8999`) or a list": "포트, 범위(`8000-8999`) 또는 목록",
    "`literal`, `reference`, `in-app`, `open` or a list": (
        "`literal`, `reference`, `in-app`, `open` 또는 목록"
    ),
    "`this`": "`this`",
    "`Allow` or `Deny`": "`Allow` 또는 `Deny`",
    "an action, a pattern or a list": "작업, 패턴 또는 목록",
    "an ARN, a pattern or a list": "ARN, 패턴 또는 목록",
    '`"*"`, an account\'s id, an ARN, a service or a list': (
        '`"*"`, 계정 ID, ARN, 서비스 또는 목록'
    ),
    "the same, with patterns and `own-account`": "위와 같으며 패턴과 `own-account`도 가능",
    "a condition key or a list; or `{key, in, equals, operator}`": (
        "조건 키 또는 목록, 또는 `{key, in, equals, operator}`"
    ),
    "`List`, `Read`, `Write`, `Tagging`, `Permissions management` or a list": (
        "`List`, `Read`, `Write`, `Tagging`, `Permissions management` 또는 목록"
    ),
    # of what an operator holds
    "is there: not absent, not `AWS::NoValue`, not an empty string": (
        "있는 값. 없는 것, `AWS::NoValue`, 빈 문자열은 아님"
    ),
    'is the same; `true` and `"true"`, `1` and `"1"` are the same': (
        '같은 값. `true`와 `"true"`, `1`과 `"1"`은 같은 값으로 봄'
    ),
    "is one of these": "이 중 하나",
    "has a part that fits (anchor with `^` and `$`; `(?i)` ignores case)": (
        "일치하는 부분이 있는 값(`^`와 `$`로 처음과 끝을 고정하고, `(?i)`는 대소문자를 무시)"
    ),
    "is a list with this item, a mapping with this key, a string with this part": (
        "이 항목이 있는 목록, 이 키가 있는 매핑, 이 부분이 있는 문자열"
    ),
    "contains any of these": "이 중 하나라도 포함하는 값",
    "contains all of these": "이것을 모두 포함하는 값",
    "starts so": "이렇게 시작하는 값",
    "ends so": "이렇게 끝나는 값",
    "is a string, list or mapping with nothing in it, or absent": (
        "비어 있는 문자열, 목록, 매핑, 또는 없는 값"
    ),
    "is this number, or a greater one": "이 숫자 이상",
    "is this number, or a smaller one": "이 숫자 이하",
    "is a greater number": "이 숫자보다 큰 숫자",
    "is a smaller number": "이 숫자보다 작은 숫자",
    "is an earlier one": "이보다 이른 날짜나 시각",
    "is a later one": "이보다 늦은 날짜나 시각",
    "has so many characters, items, members": "글자, 항목, 키의 수가 이만큼인 값",
    "is an address or block inside one of these": "이 중 하나에 들어가는 주소나 블록",
    'is a block that includes one of these: `0.0.0.0/0` asks for "the world"': (
        "이 중 하나를 포함하는 블록. `0.0.0.0/0`은 인터넷 전체인지 확인"
    ),
    "has an address in common with one of these": "이 중 하나와 겹치는 주소가 있는 값",
    "has addresses outside of the private ranges (RFC 1918, 4193, 6598, …)": (
        "사설 범위(RFC 1918, 4193, 6598, …) 밖의 주소가 있는 값"
    ),
    "is a block with such a number behind the slash": "슬래시 뒤의 숫자가 이러한 블록",
    "lets in any of these ports": "이 포트 중 하나라도 허용하는 값",
    "lets in no ports but these": "이 포트 말고는 허용하지 않는 값",
    "is of this kind, or of one of these ([below](#what-kind-of-value))": (
        "이 종류, 또는 이 중 한 종류([아래](#값의-종류))"
    ),
    "is an ARN, a name, a pattern of these or a reference that covers the resource which the rule"
    " is asked of, or a list with one": (
        "규칙의 대상 리소스를 포함하는 ARN, 이름, 그 패턴이나 참조, 또는 그런 것이 하나 있는 목록"
    ),
    # of what a statement is
    "has this effect": "효과가 이러한 문",
    'covers one of these, the whole of a pattern: `"*"` asks for every action': (
        '이 중 하나를, 패턴이면 그 전부를 포함하는 문. `"*"`는 모든 작업인지 확인'
    ),
    "has some action in common with one of these": "이 중 하나와 겹치는 작업이 있는 문",
    'covers one of these: `"*"` asks for every resource': (
        '이 중 하나를 포함하는 문. `"*"`는 모든 리소스인지 확인'
    ),
    'is about one of these; `"*"` is everyone': ('이 중 하나에 관한 문. `"*"`는 모든 사용자'),
    "is about no principal but these; an account's id allows all of the account's": (
        "이 보안 주체 말고는 대상이 없는 문. 계정 ID는 그 계정의 모든 보안 주체를 허용"
    ),
    "narrows itself down by such a key (not by `…IfExists` or `Null`); with `in` or `equals`, to"
    " none but these values": (
        "이런 키로 범위를 좁히는 문(`…IfExists`와 `Null` 제외)."
        " `in`이나 `equals`가 있으면 이 값으로만 좁히는 문"
    ),
    "has some action of this level": "이 수준의 작업이 있는 문",
    'has only actions that take no resource, so that `Resource: "*"` cannot be narrowed': (
        '리소스를 지정할 수 없는 작업만 있어서 `Resource: "*"`를 좁힐 수 없는 문'
    ),
    # of what a property may hold
    "the name of a queue in the app": "앱에 있는 대기열의 이름",
    "any pseudo parameter": "모든 가상 파라미터",
    "a parameter with a default, or a value": "기본값이나 값이 있는 파라미터",
    "one without": "기본값도 값도 없는 파라미터",
    "an export of the app, of a key": "앱에서 내보낸 키",
    "of nothing in the app": "앱에 없는 내보내기",
    "a custom resource's": "사용자 지정 리소스의 것",
}
"""Each text of the tables by its English."""
