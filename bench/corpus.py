"""Invented reports for benchmarks: many documents with many names, from a fixed seed.

Must stay true: equal arguments give equal documents; no name is a real one but by chance of two syllables.
"""

import random
from pathlib import Path

SYLLABLES = "安北川东方丰高古海河宏华江景兰林龙南宁平清泉瑞山松泰桐文溪新阳云泽舟竹"
FOREIGN = "阿巴贝达德尔法格哈卡克拉莱利鲁马米纳尼诺帕奇萨塞斯塔特托瓦维亚伊"
COUNTRIES = ("德国", "法国", "意大利", "巴西", "日本", "韩国", "波兰", "肯尼亚", "澳大利亚", "智利")
SURNAMES = "陈方何黄林陆罗孟沈宋唐魏吴谢徐叶袁郑周邹"

SENTENCES = (
    "{date}，{home}与{country}{city}签署了建立友好城市关系意向书。",
    "{home}与{country}{city}正式缔结友好城市关系，双方商定每年互派团组。",
    "{date}，{country}{city}市长代表团一行{count}人来访，{home}副市长{person}会见了代表团。",
    "{person}任{chamber}会长，长期从事对外贸易。",
    "{chamber}向{home}捐赠{count}万元，用于{project}。",
    "市外事办公室与{country}{body}建立了长期稳定的联系。",
    "全年共接待外宾{count}批，组织出访团组{count}个。",
    "在{city}期间，代表团考察了当地的职业学校和污水处理厂，就教育、环保合作交换了意见。",
    "我市外事工作坚持服务大局，着力完善制度，提高效率，努力为企业走出去创造条件。",
    "会议要求各部门密切配合，按照分工抓好落实，确保各项任务按期完成。",
)


def documents(count: int, sentences: int = 25, seed: int = 7) -> list[str]:
    """`count` reports of about `sentences` sentences each."""
    source = random.Random(seed)
    return [_document(source, sentences) for _ in range(count)]


def write(folder: Path, texts: list[str]) -> list[Path]:
    """The reports as text files."""
    paths = [folder / f"report-{number:05d}.txt" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def _document(source: random.Random, sentences: int) -> str:
    home = "".join(source.sample(SYLLABLES, 2)) + "市"
    lines = [f"{home}外事工作总结"]
    lines += ["".join(_sentence(source, home) for _ in range(5)) for _ in range(max(1, sentences // 5))]
    return "\n".join(lines) + "\n"


def _sentence(source: random.Random, home: str) -> str:
    country = source.choice(COUNTRIES)
    return source.choice(SENTENCES).format(
        home=home,
        country=country,
        city="".join(source.sample(FOREIGN, 3)) + "市",
        person=source.choice(SURNAMES) + "".join(source.sample(SYLLABLES, 2)),
        chamber="".join(source.sample(SYLLABLES, 2)) + "国际商会",
        body="".join(source.sample(FOREIGN, 2)) + "友好协会",
        project="".join(source.sample(SYLLABLES, 2)) + "助学计划",
        count=source.randint(2, 90),
        date=f"{source.randint(2010, 2024)}年{source.randint(1, 12)}月",
    )
