"""What people do in more than one journey."""

from tests.browser.product import until

OPEN_ALL = "document.querySelectorAll('main details').forEach((part) => { part.open = true; })"


def attach(visitor, line, name, data, *, content_type="image/jpeg"):
    """Choose a file for a line of papers on the public form."""
    file = {"name": name, "mimeType": content_type, "buffer": data}
    visitor.page.set_input_files(f"input[type=file][name='document_{line}']", file)


def submit(person):
    """Go on from the filled-in form to the receipt. Returns number and secret."""
    person.click("main form[enctype] .button-row > button[type=submit]")
    assert person.page.url.endswith("/request/check/"), person.text
    person.look_twice("02-check")
    person.send("/request/check/")
    assert person.page.url.endswith("/receipt/")
    number, secret = person.page.locator(".receipt-number").all_inner_texts()
    person.send("/receipt/")
    return number, secret


def follow(person, number, secret):
    """Open the case with what stands on the receipt."""
    person.go("/follow/")
    person.page.fill("input[name=number]", number)
    person.page.fill("input[name=secret]", secret)
    person.send("/follow/")
    assert person.page.url.endswith("/follow/case/")


def take(clerk, number):
    """Find the case by its number, open it and take it. Returns its address."""
    clerk.sign_in("clerk")
    clerk.page.fill("input[name=q]", number)
    clerk.click("form[role=search] button[type=submit]")
    clerk.click("a.row-link")
    clerk.send("/assign/")
    return clerk.page.url.partition("#")[0]


def rebuilt(product, number, documents):
    """Wait until the worker has made pages of so many documents."""
    until(lambda: product.documents(number) == ["ready"] * documents, f"{documents} documents are rebuilt")


def look_at(clerk, case_url, position):
    """Open a document of the case, counted from 1, and wait for its picture."""
    clerk.page.goto(case_url)
    clerk.click(f".paper-link[href*='/documents/'] >> nth={position - 1}")
    picture = clerk.page.locator(".sheet img")
    until(lambda: picture.evaluate("image => image.complete && image.naturalWidth"), "the picture is loaded")


def accept(clerk, evidence):
    """Accept the document that is looked at, as a kind of paper."""
    clerk.page.select_option("#line form[action*='/accept/'] select", evidence)
    clerk.click("#line form[action*='/accept/'] button[type=submit]")


def line_states(product, number):
    """Return how each line of the checklist stands, by its code."""
    return dict(
        product.rows(
            "SELECT i.code, i.status FROM dsr_checklistitem i JOIN dsr_case c ON c.id = i.case_id WHERE c.number = ?",
            number,
        )
    )


def mails_to(product, address):
    """Return subject and text of every mail to an address, the oldest first, once all have left."""
    until(lambda: product.unsent() == 0, "every mail has left")
    return [mail["Subject"] + "\n" + mail.get_content() for mail in product.mails() if mail["To"] == address]
