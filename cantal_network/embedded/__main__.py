"""`python -m cantal_network.embedded up | manage …`; run.py calls it with the virtual environment's Python."""

import sys
from pathlib import Path

from cantal_network.embedded.layout import demonstration
from cantal_network.embedded.refusal import Refusal, Stopped


def main(arguments: list[str]) -> int:
    layout = demonstration()
    match arguments:
        case ["up"]:
            from cantal_network.embedded.demonstration import up

            return up(layout)
        case ["manage", *rest]:
            from cantal_network.embedded.manage import manage

            return manage(layout, rest)
        case ["prepare", log, static_ready]:
            from cantal_network.embedded.preparation import prepare

            with open(log, "w") as file:
                return prepare(file, static_ready=Path(static_ready))
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refusal as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        sys.exit(1)
    except (KeyboardInterrupt, Stopped):
        sys.exit(130)  # asked to stop before anything was started
    except PermissionError as error:
        print(f"\nAccès refusé : {error.filename}. Ce dossier a sans doute servi à un autre utilisateur.", file=sys.stderr)
        sys.exit(1)
