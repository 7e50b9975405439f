"""Run by a Python that has roc-validator: holds a crate against the profile of RO-Crate 1.3, without the network.

    python roc_validation.py FOLDER CONTEXT

Prints `passed` or `failed`, then a line for each requirement that is not met.
"""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

CONTEXT = "https://w3id.org/ro/crate/1.3/context"


def main(folder: str, context: str) -> None:
    document = json.loads(Path(context).read_text(encoding="utf-8"))
    answer = SimpleNamespace(status_code=200, headers={"Content-Type": "application/ld+json"}, json=lambda: document)

    def get(self: HttpRequester, url: str, **options: object) -> SimpleNamespace:
        if url != CONTEXT:
            raise OSError(f"{url} is not fetched")
        return answer

    HttpRequester.get = get
    settings = services.ValidationSettings(
        rocrate_uri=folder,
        profile_identifier="ro-crate-1.3",
        requirement_severity=models.Severity.REQUIRED,
        abort_on_first=False,
    )
    result = services.validate(settings)
    print("passed" if result.passed() else "failed")
    for issue in result.get_issues():
        print(issue.check.identifier, issue.message)


main(*sys.argv[1:])
