"""Pages that carry data for programs, in a real browser: the block runs nothing, and the server's policy allows it."""

import json

from kg.namespaces import DATASET, expand


def test_a_case_carries_its_data_and_no_policy_is_broken(page, served):
    """JSON-LD is data and no script: Chromium reports no breach of the policy, which forbids scripts in pages."""
    shown = page(f"{served.url}/case/cpche")
    told = json.loads(shown.locator('script[type="application/ld+json"]').text_content())
    assert told["mainEntity"]["@id"] == expand("case:cpche")
    assert "script-src 'self'" in served.get("/case/cpche", "text/html").headers["content-security-policy"]


def test_the_home_page_tells_of_the_dataset(page, served):
    """Its block names the dataset and this server's files, and what it links to is there."""
    shown = page(f"{served.url}/")
    told = json.loads(shown.locator('script[type="application/ld+json"]').text_content())
    assert told["@id"] == DATASET
    for file in told["distribution"]:
        assert file["contentUrl"].startswith(served.url)


def test_the_links_to_rdf_in_a_page_lead_to_rdf(page, served):
    """Each alternate that a page names is that syntax."""
    shown = page(f"{served.url}/case/cpche")
    found = shown.locator('link[rel="alternate"]').evaluate_all("all => all.map(one => [one.type, one.href])")
    assert len(found) == 4
    for media_type, address in found:
        assert served.get(address.removeprefix(served.url), "text/html").headers["content-type"].startswith(media_type)
