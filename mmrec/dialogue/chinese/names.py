"""What the values of many catalogues are called in Chinese."""

from mmrec.dialogue.words import phrase

# Categories by their English name; a catalogue that names them in Chinese needs no entry.
CHINESE: dict[str, tuple[str, ...]] = {
    "comedy": ("喜剧", "喜剧片", "搞笑片", "搞笑类", "爆笑片"),
    "horror": ("恐怖", "恐怖片", "恐怖类", "鬼片", "惊悚恐怖片"),
    "action": ("动作", "动作片", "武打片", "功夫片", "打斗片", "枪战片"),
    "sci fi": ("科幻", "科幻片", "科幻类"),
    "science fiction": ("科幻", "科幻片"),
    "romance": ("爱情", "爱情片", "浪漫", "浪漫片", "言情", "言情片", "恋爱片", "爱情类"),
    "drama": ("剧情", "剧情片", "剧情类"),
    "thriller": ("惊悚", "惊悚片", "惊险片"),
    "animation": ("动画", "动画片", "动漫", "卡通", "卡通片", "动画电影"),
    "war": ("战争", "战争片", "战争类", "打仗片", "打仗的"),
    "documentary": ("纪录片", "记录片", "纪实片", "纪录"),
    "adventure": ("冒险", "冒险片", "探险片", "探险"),
    "crime": ("犯罪", "犯罪片", "黑帮片", "警匪片", "犯罪类"),
    "fantasy": ("奇幻", "奇幻片", "魔幻", "魔幻片", "玄幻片"),
    "mystery": ("悬疑", "悬疑片", "推理", "推理片", "侦探片", "悬疑类", "悬疑推理片"),
    "musical": ("音乐剧", "歌舞片", "歌舞", "音乐片", "歌舞类"),
    "western": ("西部片", "西部", "牛仔片"),
    "children": ("儿童", "儿童片", "少儿", "少儿片"),
    "film noir": ("黑色电影",),
    "red": ("红色", "红", "大红", "大红色"), "blue": ("蓝色", "蓝", "深蓝", "深蓝色", "浅蓝色"),
    "green": ("绿色", "绿", "墨绿色"), "black": ("黑色", "黑", "纯黑"),
    "white": ("白色", "白", "纯白", "米白"), "yellow": ("黄色", "黄"), "grey": ("灰色", "灰"),
    "gray": ("灰色", "灰"), "brown": ("棕色", "褐色", "咖啡色", "棕", "咖色"), "pink": ("粉色", "粉红色", "粉红"),
    "purple": ("紫色", "紫"), "orange": ("橙色", "橘色"),
    "animals": ("动物", "动物类"), "food": ("食物", "食品", "美食", "吃的"), "plants": ("植物", "花草"),
    "tools": ("工具",), "buildings": ("建筑", "建筑物", "房子"), "people": ("人物", "人像"),
    "transportation": ("交通工具", "交通"), "education": ("教育",), "office": ("办公", "办公用品"),
    "electronics": ("电子", "电子产品", "电器"), "geography": ("地理",), "science": ("科学",),
    "decorations": ("装饰", "装饰品"), "logos": ("徽标", "标志"), "recreation": ("娱乐", "休闲"),
    "signs and symbols": ("符号", "标识"), "buttons": ("按钮",), "containers": ("容器",),
    "in stock": ("有货", "现货", "有现货", "有库存", "在售"),
    "shoes": ("鞋", "鞋子", "球鞋", "运动鞋", "鞋类"),
    "jackets": ("夹克", "外套", "夹克衫", "上衣"),
    "headphones": ("耳机", "耳麦", "头戴耳机"), "bags": ("包", "背包", "包包", "书包", "双肩包", "挎包", "手提包"),
    "speakers": ("音箱", "音响", "喇叭", "扬声器", "蓝牙音箱"),
    "waterproof": ("防水", "防雨", "不怕水", "能防水"),
}  # fmt: skip


def in_chinese(value: str) -> str:
    """The Chinese name of a category; any other value as it is."""
    return CHINESE.get(phrase(value), (value,))[0]
