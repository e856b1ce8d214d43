"""The few words that a picture itself carries, in both languages; those of its page stand in the page's catalogue.

Must stay true: each text exists in every language of the vocabulary.
"""

from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "network": {"zh": "关系网络", "en": "Network"},
    "invented": {"zh": "（虚构）", "en": " (invented)"},
    "sample": {"zh": "只见于虚构示例", "en": "Known from the invented sample only"},
    "several": {"zh": "{number} 项", "en": "{number} relations"},
    "evidence": {"zh": "{number} 条依据", "en": "{number} pieces of evidence"},
    "one-evidence": {"zh": "{number} 条依据", "en": "{number} piece of evidence"},
    "more": {"zh": "还有 {number} 条关系未显示", "en": "Relations not shown: {number}"},
    "hidden": {"zh": "另有 {number} 个相邻对象未显示", "en": "Neighbours not shown: {number}"},
    "counts": {"zh": "{nodes} 个对象，{edges} 条关系", "en": "Entities: {nodes}, relations: {edges}"},
    "relations": {"zh": "关系", "en": "Relations"},
    "entities": {"zh": "对象", "en": "Entities"},
    "name": {"zh": "名称", "en": "Name"},
    "type": {"zh": "类型", "en": "Type"},
    "relation": {"zh": "关系", "en": "Relation"},
    "from": {"zh": "起点", "en": "From"},
    "to": {"zh": "终点", "en": "To"},
    "stage": {"zh": "阶段", "en": "Stage"},
    "sources": {"zh": "依据", "en": "Evidence"},
    "find": {"zh": "在图中查找", "en": "Find in the picture"},
    "fit": {"zh": "显示全图", "en": "Show all"},
    "how": {
        "zh": "拖动可平移，滚轮可缩放，点击节点可突出其关系。",
        "en": "Drag to pan, scroll to zoom, click a node to single out its relations.",
    },
    "no-stage": {"zh": "其他关系", "en": "other relations"},
    "undated": {"zh": "另有 {number} 项日期不详", "en": "Without a date: {number}"},
}


def text(name: str, language: str, **values: object) -> str:
    """The text of this name in `zh` or `en`, with its values put in."""
    return TEXTS[name][language].format(**values)
