"""Normal forms: what is one name, and what is not."""

import pytest

from nlp.normal import normal_form


@pytest.mark.parametrize(
    ("kind", "name", "normal"),
    [
        ("Place", "林登市", "林登"),
        ("Place", "大泽特别行政区", "大泽"),
        ("Place", "柳河街道", "柳河"),
        ("Place", "徐州", "徐州"),
        ("Country", "意大利共和国", "意大利"),
        ("Country", "印尼", "印度尼西亚"),
        ("Country", "中华人民共和国", "中国"),
        ("Organisation", "泰国金象集团", "金象集团"),
        ("Organisation", "德国林登大学", "林登大学"),
        ("Organisation", "意大利中小企业协会", "意大利中小企业协会"),
        ("Organisation", "美国国际公司", "美国国际公司"),
        ("Agreement", "《友好 合作协议》", "友好合作协议"),
        ("Person", "Ｊ·Ｓmith", "j·smith"),
    ],
)
def test_normal_forms(kind: str, name: str, normal: str) -> None:
    assert normal_form(kind, name) == normal
