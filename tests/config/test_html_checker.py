"""The checker itself tells good from bad, so that a silent one cannot pass for valid pages."""


def test_html_errors_passes_a_valid_page(html_errors):
    assert (
        html_errors('<!DOCTYPE html><html lang="ja"><head><title>頁</title></head><body><h1>題</h1></body></html>')
        == []
    )


def test_html_errors_names_what_is_wrong(html_errors):
    page = (
        '<!DOCTYPE html><html lang="ja"><head><title>t</title></head><body>\n<p id="a"><p id="a"><b></p></body></html>'
    )
    errors = html_errors(page)
    assert "line 2: Duplicate ID “a”." in errors
    assert len(errors) >= 2
