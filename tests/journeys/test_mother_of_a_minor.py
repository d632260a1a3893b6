"""A mother asks OMRON Software for her daughter of 15; the registered domicile is masked before the register counts."""

from io import BytesIO

import pytest
from PIL import Image

from tests.browser.pictures import as_jpeg, paper
from tests.journeys.steps import accept, attach, follow, line_states, look_at, rebuilt, submit, take

pytestmark = [pytest.mark.browser, pytest.mark.journey]

MOTHER, DAUGHTER = "渡邊 美咲", "渡邊 ひなた"
ADDRESS = "東京都国立市東2丁目3番4号"
DOMICILE = "本籍　山梨県甲府市丸の内一丁目100番地"
AGE = 15
MASKED = "SELECT count(*) FROM dsr_document WHERE masked_at IS NOT NULL"
LINES = ("identity_of_principal", "identity_of_agent", "kinship")


def born(product):
    """Return a birth date of somebody who is 15 on every day of this month."""
    return product.today.replace(year=product.today.year - AGE, month=1, day=1)


def ask(mother, birth_date):
    """Fill in the form for a child and attach three papers. Returns number and secret."""
    page = mother.page
    mother.go("/desks/omron-software/request/")
    mother.choose("residence", "JP")
    mother.choose("who", "minor_agent")
    mother.send("/request/")
    mother.choose("kinds", "disclosure")
    page.fill("#id_scope_disclosure", "娘の会員登録の内容と、お問い合わせの記録")
    for role, name, kana in (("agent", MOTHER, "ワタナベ ミサキ"), ("principal", DAUGHTER, "ワタナベ ヒナタ")):
        page.fill(f"#id_{role}-name", name)
        page.fill(f"#id_{role}-kana", kana)
        page.fill(f"#id_{role}-postal_code", "186-0002")
        page.fill(f"#id_{role}-address", ADDRESS)
    page.fill("#id_principal-birth_date", birth_date.isoformat())
    page.fill("#id_agent-phone", "042-555-0123")
    page.fill("#id_agent-email", "misaki.watanabe@example.com")
    mother.choose("reply_method", "writing")
    licence = paper("運転免許証", f"氏名　{MOTHER}", f"住所　{ADDRESS}", "有効期限　2031年5月1日")
    passport = paper("旅券 PASSPORT", "WATANABE HINATA", "JPN", size=(1250, 600))
    register = paper("戸籍謄本", DOMICILE, f"母　{MOTHER}", f"長女　{DAUGHTER}", size=(900, 1270))
    attach(mother, "identity_of_agent", "免許証.jpg", as_jpeg(licence))
    attach(mother, "identity_of_principal", "娘の旅券.jpg", as_jpeg(passport))
    attach(mother, "kinship", "戸籍謄本.jpg", as_jpeg(register))
    mother.look_twice("01-filled-form")
    return submit(mother)


def mask(clerk):
    """Lay the box of the family register over the domicile, a little lower than usual, and burn it in."""
    clerk.click("#facts a[href$='/mask/?page=1']")
    clerk.click("button[value='offer-family_register.front']")
    clerk.page.fill("input[name$='-top']", "18")
    clerk.page.fill("input[name$='-left']", "5")
    clerk.page.fill("input[name$='-width']", "90")
    clerk.click("button[value=draw]")
    clerk.look_twice("07-box-over-the-domicile")
    clerk.page.click("label[for='mask_document_confirmed']")
    clerk.click("button[value=save]")


def darkest_and_lightest(clerk, top, bottom):
    """Return the extremes of grey in a band of the picture that is shown, of its height in percent."""
    clerk.page.reload()
    answer = clerk.context.request.get(clerk.url + clerk.page.locator(".sheet img").get_attribute("src"))
    page = Image.open(BytesIO(answer.body())).convert("L")
    band = page.crop((page.width // 10, page.height * top // 100, page.width * 9 // 10, page.height * bottom // 100))
    return band.getextrema()


def judge_the_register(clerk, product, number, case_url):
    """Try to accept the register as it is, which is refused; mask it; accept it."""
    look_at(clerk, case_url, 3)
    clerk.look_twice("05-register-beside-its-line")
    accept(clerk, "family_register")
    assert line_states(product, number)["kinship"] == "received"
    clerk.look_twice("06-not-before-it-is-masked")
    assert clerk.page.locator("textarea[name=unmasked_reason]").is_visible()
    mask(clerk)
    assert product.value(MASKED) == 1
    rebuilt(product, number, 3)
    clerk.look_twice("08-masked")
    # black where the domicile stood (the watermark lies on top), and paper with words below it
    assert darkest_and_lightest(clerk, 19, 25)[1] < 130
    assert darkest_and_lightest(clerk, 28, 40)[1] > 200
    accept(clerk, "family_register")
    assert line_states(product, number)["kinship"] == "accepted"


def test_a_mother_asks_for_her_daughter(product, visit):
    birth_date = born(product)
    mother = visit(product.url, language="ja", tale="mother")
    number, secret = ask(mother, birth_date)
    rebuilt(product, number, 3)

    clerk = visit(product.url, language="ja", tale="mother")
    case_url = take(clerk, number)
    people = clerk.page.inner_text("#people")
    for said in (MOTHER, DAUGHTER, f"受付時 {AGE}歳", "未成年"):
        assert said in people, said
    clerk.look_twice("03-case-of-a-minor")
    look_at(clerk, case_url, 1)
    clerk.look_twice("04-passport-of-the-child")
    accept(clerk, "passport")
    look_at(clerk, case_url, 2)
    accept(clerk, "driver_licence")
    judge_the_register(clerk, product, number, case_url)
    assert line_states(product, number) == dict.fromkeys(LINES, "accepted")
    clerk.look_twice("09-all-accepted")
    clerk.send("/verify/")
    assert product.state(number) == "identity_verified"

    follow(mother, number, secret)
    mother.look_twice("10-follow-verified")
    assert "担当者" in mother.page.inner_text("section[aria-labelledby=opened]")
    assert DAUGHTER not in mother.text
    assert product.manage("check_journal") == "The journal is whole.\n"
