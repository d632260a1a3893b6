"""Tables that make a search forgiving: one name in several kanji, kana often mistaken, Latin letters in disguise.

Unicode does not unify these. They serve search only; what a person wrote is stored and printed as written.
"""

# Each word: the common shape first, then the shapes that people's registers carry for the same name.
# Shapes told apart only by a variation selector (葛󠄀, 辻󠄀, 祇󠄀, 邉󠄂) need no row: the selector is dropped before.
_KANJI = """
高髙 崎﨑嵜𥔎 吉𠮷 辺邊邉 斉齊斎齋齎 浜濱濵 徳德 恵惠 真眞 沢澤 広廣 国國圀 島嶋嶌㠀 桜櫻 竜龍 滝瀧 関關 鉄鐵鐡 黒黑
富冨 峰峯 館舘 柳栁桺 桑桒 橋𣘺槗 角⻆𧢲 淵渕渊 瀬瀨 頼賴 緑綠 静靜 清淸 青靑 郎郞 鶴靏靍鸖 土圡 槙槇 梅楳 曽曾 遥遙
桧檜 稲稻 栄榮 円圓 塩鹽 奥奧 応應 穏穩 仮假 絵繪 懐懷 楽樂 巻卷 気氣 帰歸 亀龜 旧舊 挙擧 峡峽 教敎 郷鄕鄉 暁曉 尭堯
区區 勲勳勛 薫薰 渓溪 経經 継繼 芸藝 剣劍劔剱釼 県縣 権權 顕顯 厳嚴 晃晄 巌巖 黄黃 号號 済濟 実實 児兒 寿壽 収收 渋澁澀
縦縱 粛肅 叙敍敘 将將 渉涉 証證 条條 畳疊疉 穣穰 譲讓 慎愼 尽盡 図圖 粋粹 穂穗 随隨 枢樞 数數 声聲 専專 浅淺 銭錢 荘莊
争爭 総總 聡聰 蔵藏 増增 即卽 続續 対對 体體 帯帶 台臺 単單 団團 弾彈 昼晝 庁廳 聴聽 鎮鎭 点點 転轉 伝傳 灯燈 当當 独獨
読讀 縄繩 弐貳 売賣 麦麥 発發 髪髮 晩晚 瓶甁 仏佛 並竝 弁辨瓣辯 歩步 宝寶寳 豊豐 萌萠 毎每 満滿 万萬 弥彌 薬藥 与與 予豫
余餘 様樣 来來 覧覽 乱亂 凛凜 励勵 礼禮 霊靈 歴歷 恋戀 錬鍊 労勞 楼樓 録錄 湾灣 亘亙 鴬鶯 鴎鷗 薮藪 涛濤 祷禱 莱萊 籠篭
柏栢 柿杮 晋晉 昂昻 野埜 畑畠 村邨 松枩柗 秋穐龝 仙僊 哲喆悊 脇𦚰 芦蘆 鯵鰺 麹麴 壷壺 壱壹 隠隱 頴穎 釈釋 鎌鐮 間閒
兎兔莵 冴冱 涼凉 卯夘 双雙 叡睿 呉吳 喜㐂 壮壯 姉姊 姫姬 寛寬 岡崗 岳嶽 庵菴 強强 彦彥 従從 恒恆 悦悅 戸戶 拝拜 暦曆
横橫 欧歐 歌謌 氷冰 沖冲 涙淚 澄澂 為爲 熙煕熈 爾尓 猪豬 産產 留畄畱 皐皋 研硏 秘祕 窓窗 糸絲 翠翆 耕畊 肇肈 蓑簑 虎乕
虫蟲 衛衞 覚覺 観觀 説說 讃讚 軽輕 顔顏 鶏鷄雞 鼓皷 効效 学學斈 会會 駅驛 医醫 党黨 闘鬪 麺麵
"""

# Furigana differ between registers in small kana and in sounds that are written two ways.
_SOUNDS = """
アァ イィヰ ウゥ エェヱ オォヲ カヵ ケヶ ツッ ヤャ ユュ ヨョ ワヮ ジヂ ズヅ
"""

# Letters that Unicode does not take apart into a base and an accent.
_LATIN = {
    "ø": "o",
    "œ": "oe",
    "æ": "ae",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ħ": "h",
    "ŧ": "t",
    "þ": "th",
    "ı": "i",
    "ŋ": "n",
    "ə": "e",
    "ى": "ي",
    "ة": "ه",
    "ـ": "",
}


def _towards_first(words: str) -> dict[int, str]:
    return {ord(shape): word[0] for word in words.split() for shape in word[1:]}


VARIANTS: dict[int, str] = _towards_first(_KANJI)
SOUNDS: dict[int, str] = _towards_first(_SOUNDS)
LATIN: dict[int, str] = {ord(letter): plain for letter, plain in _LATIN.items()}
